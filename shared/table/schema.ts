// The one table: every kind of item, every key, every index, and the question each one answers.
// The CDK table, the access patterns in docs/table.md and the golden key tests are built from it.

const key = (...parts: (string | number)[]) => parts.join('#');

/** Means "none" inside a sort key; it is neither a valid role id nor a date. */
export const blank = '-';

/** The first part of a half's sort key. */
export const halfKind = 'connection';

/** Sorts before `#`: a key of a half's kind and this comes before all halves. */
export const firstCharacter = '!';

/** The first part of a series' sort key. */
export const seriesKind = 'series';

/** The first part of a limit's sort key. */
export const limitKind = 'limit';

/** The first part of the sort key of a deletion's note. */
export const deletedKind = 'deleted';

/** The first part of the partition of an external id. */
const externalIdKind = 'external-id';

/** The first part of a word's sort key. */
export const wordKind = 'word';

/** The first part of a history entry's sort key. */
export const historyKind = 'history';

/** Pads a number in a sort key, so that it sorts as a number. */
const digits = (value: number, width = 9) => String(value).padStart(width, '0');

/**
 * The kinds of items. `partition` and `sort` build the base key. No part of a key contains `#`, so the
 * keys that begin with some parts and `#` are those of these parts.
 */
export const items = {
  record: {
    answers: 'A record by type and id; a merged one says into which record',
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'record',
  },
  half: {
    answers: "A record's connections: all, by own role, or by own role and connected type",
    partition: (type: string, id: string) => key('record', type, id),
    sort: (
      roleId: string | null,
      connectedType: string,
      connectedId: string,
      connectedRoleId: string | null,
      effectiveStart: string | null,
      /** Of a connection with a title. */
      titleKey?: string,
    ) =>
      key(
        halfKind,
        roleId ?? blank,
        connectedType,
        connectedId,
        connectedRoleId ?? blank,
        effectiveStart ?? blank,
        ...(titleKey === undefined ? [] : [titleKey]),
      ),
  },
  series: {
    answers:
      'The connections of two records with the same roles, by title and period, in the partition of the ' +
      'smaller record: which connections two records have, and, in the transaction of a write, ' +
      'whether the connection already exists',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (
      connectedType: string,
      connectedId: string,
      roleId: string | null,
      connectedRoleId: string | null,
    ) => key(seriesKind, connectedType, connectedId, roleId ?? blank, connectedRoleId ?? blank),
  },
  change: {
    answers:
      'The last change that moved or deleted a connection: before, after and by whom. Read while ' +
      'the index by connection id lags, and from the stream, where a removed half names no actor',
    partition: (connectionId: string) => key('connection', connectionId),
    sort: () => 'change',
  },
  externalId: {
    answers:
      'Which connection has an external id; in the transaction of a write, whether another one has it',
    partition: (hash: string) => key(externalIdKind, hash),
    sort: () => 'connection',
  },
  limit: {
    answers:
      'Who holds a role with a limit for a record; in the transaction of a write, whether there is a place',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (roleId: string) => key(limitKind, roleId),
  },
  deletedRecord: {
    answers:
      'Who deleted a record and when. Read from the stream, where a removed record names no actor',
    partition: (type: string, id: string) => key('record', type, id),
    /** `recordSince` is when the record was created, in ms: its id may be used again. */
    sort: (recordSince: number) => key(deletedKind, recordSince),
  },
  sweepClaim: {
    answers: "Which workflow run brings a change of a record to the record's connections",
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'sweep',
  },
  historyEntry: {
    answers:
      "The history of a record's connections. An entry exists once its change has been counted",
    partition: (type: string, id: string) => key('record', type, id),
    sort: (at: string, connectionId: string, version: number) =>
      key(historyKind, at, connectionId, digits(version)),
  },
  lifetimeEntry: {
    answers:
      'Whether the creation, deletion or merge of a record has been counted, and whether a change of ' +
      'its name is in the feed',
    partition: (type: string, id: string) => key('record', type, id),
    /** Only a record that is renamed can be so twice at one time: then `version` tells which change. */
    sort: (at: string, event: 'created' | 'deleted' | 'merged' | 'renamed', version?: number) =>
      key('lifetime', at, event, ...(version === undefined ? [] : [digits(version)])),
  },
  mergedMark: {
    answers:
      'That a record was merged: the first item of its connections and of its history, so that their ' +
      'Queries find it without another read',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (firstOf: 'connections' | 'history') =>
      firstOf === 'connections'
        ? `${halfKind}${firstCharacter}merged`
        : key(historyKind, '~merged'),
  },
  leftEntry: {
    answers: 'Whether it has been counted that a connection left a merged record',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (at: string, connectionId: string, version: number) =>
      key('left', at, connectionId, digits(version)),
  },
  catalogEntry: {
    answers: 'The history of a record type or a role',
    partition: (kind: 'record-type' | 'role', id: string) => key('catalog-history', kind, id),
    sort: (at: string, catalogVersion: number) => key(historyKind, at, digits(catalogVersion)),
  },
  summary: {
    answers: "Counts of a record's connections, by own role, connected type and state",
    partition: (type: string, id: string) => key('record', type, id),
    sort: () => 'summary',
  },
  heldRole: {
    answers: 'Whether a record holds a role, on any number of connections',
    partition: (type: string, id: string) => key('record', type, id),
    sort: (roleId: string) => key('held-role', roleId),
  },
  typeCounts: {
    answers: 'Counts of a record type, as the sum of its parts',
    partition: (type: string) => key('type-counts', type),
    sort: (part: number) => key('part', part),
  },
  word: {
    answers:
      'Records by the words of their names: the items of a word, and those of all words with one ' +
      'beginning, are adjacent',
    partition: (shard: number) => key('words', shard),
    /** `word` may contain `#`, type and id do not. The first part keeps it apart from the sort keys of other kinds. */
    sort: (word: string, type: string, id: string) => key(wordKind, word, type, id),
  },
  roleCounts: {
    answers: 'Counts of a role, as the sum of its parts',
    partition: (roleId: string) => key('role-counts', roleId),
    sort: (part: number) => key('part', part),
  },
  feedSegment: {
    answers:
      'The events of one transaction of the projector. The segments of a part are numbered without a ' +
      'gap, so a reader of the feed asks for the next number of each part',
    partition: (part: number) => key('feed', part),
    sort: (number: number) => key('segment', digits(number, 12)),
  },
  termEnd: {
    answers:
      'End dates that were set and are not yet processed, by day. When a day is over, the ' +
      'connections that ended on it are announced',
    partition: (shard: number) => key('term-ends', shard),
    sort: (date: string, connectionId: string) => key(date, connectionId),
  },
  owned: {
    answers: "An owner's connections, the last changed first. Written from the stream",
    /** An owner is any text, so it comes last. */
    partition: (shard: number, ownerId: string) => key('owned', shard, ownerId),
    sort: (modifiedAt: string, connectionId: string) => key(modifiedAt, connectionId),
  },
  recordType: {
    answers:
      'All record types and roles (read as a whole, cached until the catalog version changes)',
    partition: () => 'catalog',
    sort: (type: string) => key('record-type', type),
  },
  role: {
    answers:
      'All record types and roles (read as a whole, cached until the catalog version changes)',
    partition: () => 'catalog',
    sort: (id: string) => key('role', id),
  },
  catalogVersion: {
    answers: 'Whether the cached record types and roles are still current',
    partition: () => 'catalog',
    sort: () => 'version',
  },
  catalogChange: {
    answers: 'What one change did to record types and roles, and who made it. Read from the stream',
    partition: () => 'catalog-changes',
    sort: (catalogVersion: number) => digits(catalogVersion),
  },
  shardCount: {
    answers:
      'With how many shards the table has been written. A function with fewer would hide items, so ' +
      'each instance checks it once',
    partition: () => 'shards',
    sort: () => 'count',
  },
  idempotencyKey: {
    answers: 'The first answer to a POST that is repeated with the same Idempotency-Key',
    partition: (hash: string) => key('idempotency', hash),
    sort: (part = 0) => (part === 0 ? 'answer' : key('answer', part)),
  },
} as const;

const written = ['INSERT', 'MODIFY'];

/**
 * Filter patterns for the Lambda functions that read the stream, so that they receive each change
 * once. A half that is changed in place reports its own change; a half that is moved or deleted is
 * reported by the `change` item. Removed items add nothing to that and are filtered out.
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
  records: {
    eventName: written,
    dynamodb: { Keys: { sk: { S: ['record', { prefix: deletedKind }] } } },
  },
  catalog: { eventName: written, dynamodb: { Keys: { pk: { S: ['catalog-changes'] } } } },
} as const;

/** Secondary indexes, named by the question they answer. Their keys are plain attributes. */
export const indexes = {
  'by-role': {
    answers: 'Halves by own role, also by own record type; the halves of one record are adjacent',
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
    answers: 'Halves by the type of their own record, also by connected type',
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
    answers:
      'The place of a connection (sparse: only the half of record1 has the attribute `source`)',
    partition: [['id', 'S']],
    sort: [['source', 'N']],
    projection: 'KEYS_ONLY',
  },
  'by-held-role': {
    answers: 'Records that hold a role, also by type; each record once',
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
  'by-record-name': {
    answers:
      'Records of a type in the order of their names; the records themselves are read by their keys',
    partition: [
      ['recordType', 'S'],
      ['shard', 'N'],
    ],
    sort: [
      ['nameKey', 'S'],
      ['recordId', 'S'],
    ],
    projection: 'KEYS_ONLY',
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

/** The key of a workflow's own table of marks, in which `once` stores what has happened: a text. */
export const onceKey = 'id';
export const sortKey = 'sk';
/** Epoch seconds after which DynamoDB removes an item (time to live). */
export const expiryAttribute = 'expiresAt';

/**
 * How long `change`, `deletedRecord` and `catalogChange` items are stored, in seconds: longer than
 * any index lags, and longer than the stream keeps its records (24 hours).
 */
export const noteSeconds = 48 * 3600;

/** The attribute that makes an item expire `seconds` after a time (ISO 8601). */
export const expiring = (from: string, seconds: number) => ({
  [expiryAttribute]: Math.floor(Date.parse(from) / 1000) + seconds,
});

/**
 * The shard of a record's items in the indexes that are spread over shards: FNV-1a over type and id,
 * modulo the stage's shard count. All halves of one record share a shard, so that a role's records
 * can be listed once each. The shard count can grow (readers read all shards), but never shrink: the
 * item `shardCount` stores it, and `engine/shard-count.ts` refuses to work with a lower one.
 */
export function shardOf(type: string, id: string, shards: number): number {
  let hash = 0x811c9dc5;
  for (const char of key(type, id)) {
    hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  }
  return (hash >>> 0) % shards;
}

/**
 * Number of parts of the feed. Projectors that write at the same time settle in different parts; a reader
 * asks for the next segment of each.
 */
export const feedParts = (shards: number): number => Math.min(shards, 16);

/** Number of parts of the counts of a type or a role: few enough to check in one transaction. */
export const countParts = (shards: number): number => Math.min(shards, 64);
