// The one table: every item kind, every key, every index, and the question each answers.
// The CDK table, the docs' access patterns and the golden key tests are made from this file.

const key = (...parts: (string | number)[]) => parts.join('#');

/** Stands for "none" inside a sort key; no role id or date looks like it. */
const blank = '-';

/** The first part of a half's sort key. */
export const halfKind = 'connection';

/** The first part of a history entry's sort key. */
export const historyKind = 'history';

/** Numbers in sort keys have this many digits, so that they sort as numbers. */
const digits = (value: number) => String(value).padStart(9, '0');

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
  change: {
    answers:
      'What moved or deleted a connection: where it is now, how it was and is, who did it. For ' +
      'readers of a lagging index, and for the stream, where a removed half does not say it',
    partition: (connectionId: string) => key('connection', connectionId),
    sort: () => 'change',
  },
  deletedRecord: {
    answers: 'Who deleted a record and when, for the stream, where a removed item does not say it',
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'deleted',
  },
  historyEntry: {
    answers:
      "What happened to a record's connections; an entry is there once its change is counted",
    partition: (type: string, id: string) => key('record', type, id),
    sort: (at: string, connectionId: string, version: number) =>
      key(historyKind, at, connectionId, digits(version)),
  },
  lifetimeEntry: {
    answers: 'That the making or deletion of a record is counted',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (at: string, event: 'created' | 'deleted') => key('lifetime', at, event),
  },
  catalogEntry: {
    answers: 'What happened to a record type or a role',
    partition: (kind: 'record-type' | 'role', id: string) => key('catalog-history', kind, id),
    sort: (at: string, catalogVersion: number) => key(historyKind, at, digits(catalogVersion)),
  },
  summary: {
    answers: "Counts of a record's connections, by own role, connected type and state",
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'summary',
  },
  heldRole: {
    answers: 'That a record holds a role, on however many connections',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (roleId: string) => key('held-role', roleId),
  },
  typeCounts: {
    answers: 'Counts of a record type: the sum of its parts',
    partition: (type: string) => key('type-counts', type),
    sort: (part: number) => key('part', part),
  },
  roleCounts: {
    answers: 'Counts of a role: the sum of its parts',
    partition: (roleId: string) => key('role-counts', roleId),
    sort: (part: number) => key('part', part),
  },
  termEnd: {
    answers:
      'End dates that were set and not settled yet, by day: those of connections that end on them ' +
      'are announced once the day is over',
    partition: (shard: number) => key('term-ends', shard),
    sort: (date: string, connectionId: string) => key(date, connectionId),
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
  catalogChange: {
    answers: 'What one change did to record types and roles, and who made it: for the stream',
    partition: () => 'catalog-changes',
    sort: (catalogVersion: number) => digits(catalogVersion),
  },
  idempotencyKey: {
    answers: 'The first answer to a POST that is repeated with its Idempotency-Key',
    partition: (hash: string) => key('idempotency', hash),
    sort: (part = 0) => (part === 0 ? 'answer' : key('answer', part)),
  },
} as const;

const written = ['INSERT', 'MODIFY'];

/**
 * What the stream's readers are given (filter patterns of Lambda), each kind of change once: a half
 * that stays where it is tells of its own change; of moves and deletions the note of the change
 * does. Removed items say nothing that is not said elsewhere.
 */
export const streamFilters = {
  halves: { eventName: written, dynamodb: { Keys: { sk: { S: [{ prefix: `${halfKind}#` }] } } } },
  halvesOfRecord1: {
    eventName: written,
    dynamodb: {
      Keys: { sk: { S: [{ prefix: `${halfKind}#` }] } },
      NewImage: { source: { N: ['1'] } },
    },
  },
  changes: { eventName: written, dynamodb: { Keys: { sk: { S: ['change'] } } } },
  records: { eventName: written, dynamodb: { Keys: { sk: { S: ['record', 'deleted'] } } } },
  catalog: { eventName: written, dynamodb: { Keys: { pk: { S: ['catalog-changes'] } } } },
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
  'by-held-role': {
    answers: 'Records that hold a role, also by type; each once',
    partition: [
      ['heldRoleId', 'S'],
      ['shard', 'N'],
    ],
    sort: [
      ['holderType', 'S'],
      ['holderId', 'S'],
    ],
    projection: 'KEYS_ONLY',
  },
  'history-by-connection': {
    answers: "A connection's history (sparse: only the entry of record1 has `connectionId`)",
    partition: [['connectionId', 'S']],
    sort: [['version', 'N']],
    projection: 'ALL',
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
 * How long the notes for the stream are kept, in seconds: longer than any index lags, and longer
 * than the stream may be read late (24 hours).
 */
export const noteSeconds = 48 * 3600;

/** Lets an item expire so many seconds after a time (ISO 8601). */
export const expiring = (from: string, seconds: number) => ({
  [expiryAttribute]: Math.floor(Date.parse(from) / 1000) + seconds,
});

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

/** Parts that the counts of a type or a role have: a transaction can check all of them. */
export const countParts = (shards: number): number => Math.min(shards, 64);

/** How a name is looked up: without case, compatibility forms unified, cut to fit an index key. */
export function nameKeyOf(name: string): string {
  return [...name.normalize('NFKC').toLowerCase().normalize('NFKC')].slice(0, 100).join('');
}
