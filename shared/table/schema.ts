// The one table: every item kind, every key, every index, and the question each answers.
// The CDK table, the docs' access patterns and the golden key tests are made from this file.

const key = (...parts: (string | number)[]) => parts.join('#');

/** Stands for "none" inside a sort key; no role id or date looks like it. */
const blank = '-';

/** The first part of a half's sort key. */
export const halfKind = 'connection';

/** Item kinds. `partition` and `sort` build the base key; `#` sorts before every character of an id. */
export const items = {
  record: {
    answers: 'A record by type and id',
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'record',
  },
  half: {
    answers:
      "A record's connections: all, by own role, by own role and connected type, to one record; " +
      'and, before a write, whether the same connection exists',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (
      roleId: string | null,
      connectedType: string,
      connectedId: string,
      connectedRoleId: string | null,
      effectiveStart: string | null,
    ) =>
      key(
        halfKind,
        roleId ?? blank,
        connectedType,
        connectedId,
        connectedRoleId ?? blank,
        effectiveStart ?? blank,
      ),
  },
  moved: {
    answers: 'Where a connection is after a change of its keys, until the index has caught up',
    partition: (connectionId: string) => key('connection', connectionId),
    sort: () => 'moved',
  },
  recordType: {
    answers: 'All record types and roles (read whole, kept in memory while the version holds)',
    partition: () => 'catalog',
    sort: (type: string) => key('record-type', type),
  },
  role: {
    answers: 'All record types and roles (read whole, kept in memory while the version holds)',
    partition: () => 'catalog',
    sort: (id: string) => key('role', id),
  },
  catalogVersion: {
    answers: 'Whether the record types and roles in memory are still the ones in the table',
    partition: () => 'catalog',
    sort: () => 'version',
  },
  idempotencyKey: {
    answers: 'The first answer to a POST that is repeated with its Idempotency-Key',
    partition: (hash: string) => key('idempotency', hash),
    sort: (part = 0) => (part === 0 ? 'answer' : key('answer', part)),
  },
} as const;

/** Secondary indexes, named by the question; keys are plain attributes of the items that have them. */
export const indexes = {
  'by-role': {
    answers: 'Halves whose own role it is, also by own record type; each record together',
    partition: [
      ['roleId', 'S'],
      ['shard', 'N'],
    ],
    sort: [
      ['recordType', 'S'],
      ['recordId', 'S'],
      ['id', 'S'],
    ],
    projection: 'ALL',
  },
  'by-record-type': {
    answers: 'Halves whose own record has the type, also by connected type',
    partition: [
      ['recordType', 'S'],
      ['shard', 'N'],
    ],
    sort: [
      ['connectedType', 'S'],
      ['recordId', 'S'],
      ['id', 'S'],
    ],
    projection: 'ALL',
  },
  'by-connection-id': {
    answers: 'Where a connection is (sparse: only the half of record1 has the attribute `source`)',
    partition: [['id', 'S']],
    sort: [['source', 'N']],
    projection: 'KEYS_ONLY',
  },
  'by-name': {
    answers: 'Records of a type by name',
    partition: [
      ['recordType', 'S'],
      ['shard', 'N'],
    ],
    sort: [
      ['nameKey', 'S'],
      ['recordId', 'S'],
    ],
    projection: 'ALL',
  },
} as const satisfies Record<string, Index>;

export interface Index {
  readonly answers: string;
  readonly partition: readonly KeyAttribute[];
  readonly sort: readonly KeyAttribute[];
  readonly projection: 'ALL' | 'KEYS_ONLY';
}
export type KeyAttribute = readonly [name: string, type: 'S' | 'N'];

export const partitionKey = 'pk';
export const sortKey = 'sk';
/** Epoch seconds after which DynamoDB removes an item (time to live). */
export const expiryAttribute = 'expiresAt';

/**
 * The shard of a record's items in the spread indexes: FNV-1a over type and id, modulo the stage's
 * shard count. All halves of one record share a shard, so a role's records can be listed once each.
 * The count may grow later (readers walk all shards up to it), never shrink.
 */
export function shardOf(type: string, id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const char of key(type, id)) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/** How a name is looked up: without case, compatibility forms unified, cut to fit an index key. */
export function nameKeyOf(name: string): string {
  return [...name.normalize('NFKC').toLowerCase().normalize('NFKC')].slice(0, 100).join('');
}
