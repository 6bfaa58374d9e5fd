// The items of the services written for comparison: plain objects, the same as Liaison's, and their keys.
// The requests set no title, attributes or external id; halves that are read may have them.
import type { HttpEvent, HttpResult } from '../../../functions/http/http-exchange.ts';
import { items, noteSeconds, shardOf } from '../../../shared/table/schema.ts';

/** One service: for each request by name, a function from API Gateway's event to the answer. */
export type Service = Readonly<Record<RequestName, (event: HttpEvent) => Promise<HttpResult>>>;
export type RequestName = 'create' | 'patch' | 'get' | 'delete' | 'page' | 'roles' | 'graph';

/** The settings of a service from its start: the table, the shards of its indexes, and the roles. */
export interface Known {
  readonly tableName: string;
  readonly shards: number;
  readonly roles: ReadonlyMap<string, { readonly name: string; readonly category: string | null }>;
}

export interface Key {
  pk: string;
  sk: string;
}

/** A half of a connection, as an item. */
export interface Half extends Key {
  id: string;
  source?: number;
  recordType: string;
  recordId: string;
  recordName: string;
  recordSince: number;
  roleId?: string;
  connectedType: string;
  connectedId: string;
  connectedName: string;
  connectedSince: number;
  connectedRoleId?: string;
  title?: string;
  description?: string;
  effectiveStart?: string;
  effectiveEnd?: string;
  /** JSON text. */
  attributes?: string;
  externalSource?: string;
  externalKey?: string;
  state: string;
  ownerId: string;
  createdAt: string;
  createdBy: string;
  modifiedAt?: string;
  modifiedBy?: string;
  version: number;
  shard: number;
}

export interface NewConnection {
  record1: { type: string; id: string };
  record1RoleId: string;
  record2: { type: string; id: string };
  record2RoleId: string;
  description: string;
  effectiveStart: string;
}

export const actorOf = (event: HttpEvent) =>
  event.requestContext.authorizer.jwt.claims.sub as string;
export const parameter = (event: HttpEvent, name: string) => event.pathParameters?.[name] as string;
export const bodyOf = (event: HttpEvent) => JSON.parse(event.body ?? '');

export const recordPartition = items.record.partition;
export const catalogVersion = {
  pk: items.catalogVersion.partition(),
  sk: items.catalogVersion.sort(),
};
export const recordAt = ({ type, id }: { type: string; id: string }) => ({
  pk: recordPartition(type, id),
  sk: items.record.sort(),
});
/** The key of the mark of a merged record. */
export const mergedMarkAt = (type: string, id: string) => ({
  pk: items.mergedMark.partition(type, id),
  sk: items.mergedMark.sort('connections'),
});

export const summaryAt = (type: string, id: string) => ({
  pk: recordPartition(type, id),
  sk: items.summary.sort(),
});
/** The range of sort keys of a record's halves: all halves, or those with one role. */
export const halvesOf = (role?: string) =>
  role === undefined
    ? ['connection#', 'connection$']
    : [`connection#${role}#`, `connection#${role}$`];

/** A connection in the list of its series. */
export interface Member {
  id: string;
  title?: string | undefined;
  start?: string | undefined;
  end?: string | undefined;
}
export interface Series extends Key {
  members: Member[];
}

interface Side {
  type: string;
  id: string;
  roleId?: string | undefined;
}
/** The two sides of a connection. */
export type Sides = readonly [Side, Side];

export const sidesOfNew = (sent: NewConnection): Sides => [
  { ...sent.record1, roleId: sent.record1RoleId },
  { ...sent.record2, roleId: sent.record2RoleId },
];

/** The two sides of a connection, from the key of a half. */
export function sidesOfHalf({ pk, sk }: Key): Sides {
  const [, type = '', id = ''] = pk.split('#');
  const [, roleId, connectedType = '', connectedId = '', connectedRoleId] = sk.split('#');
  return [
    { type, id, roleId },
    { type: connectedType, id: connectedId, roleId: connectedRoleId },
  ];
}

/** The side of the smaller record, in whose partition the series is, and then the other one. */
export const inOrder = ([one, other]: Sides): Sides =>
  `${one.type}/${one.id}` < `${other.type}/${other.id}` ? [one, other] : [other, one];

/** The key of a series. */
export function seriesAt(sides: Sides): Key {
  const [own, connected] = inOrder(sides);
  return {
    pk: items.series.partition(own.type, own.id),
    sk: items.series.sort(
      connected.type,
      connected.id,
      own.roleId ?? null,
      connected.roleId ?? null,
    ),
  };
}

/** Whether a member of the series excludes a new connection, which has neither title nor end. */
export const isTaken = ({ effectiveStart }: NewConnection, members: readonly Member[]) =>
  members.some(
    ({ title, start, end }) =>
      title === undefined &&
      (start === effectiveStart || end === undefined || effectiveStart < end),
  );

/** The members with a new connection. */
export const withMember = (
  members: readonly Member[],
  { id, effectiveStart }: Half,
): readonly Member[] => [
  ...members,
  { id, ...(effectiveStart !== undefined && { start: effectiveStart }) },
];

/** The attributes of the records, the series and the catalog's version that a create reads. */
export const readOfCreate = [
  ...['sk', 'version', 'members'],
  ...['recordType', 'recordId', 'name', 'createdAt'],
];
export interface KnownRecord {
  readonly recordType: string;
  readonly recordId: string;
  readonly name: string;
  readonly createdAt: string;
}
type KnownRecords = ReadonlyMap<string, KnownRecord>;

/** The records by type and id. */
export const byRecord = (read: readonly KnownRecord[]): KnownRecords =>
  new Map(read.map((one) => [`${one.recordType}/${one.recordId}`, one]));
/** The members of the series among the items read; none if it does not exist. */
export const membersIn = (read: readonly object[]): readonly Member[] =>
  (read.find((item) => 'members' in item) as Series | undefined)?.members ?? [];
const knownOf = (records: KnownRecords, { type, id }: { type: string; id: string }) =>
  records.get(`${type}/${id}`) as KnownRecord;

/** The two halves of a new connection. */
export function newHalves(
  sent: NewConnection,
  records: KnownRecords,
  { id, actor, shards }: { id: string; actor: string; shards: number },
): [Half, Half] {
  const { record1, record2, record1RoleId, record2RoleId } = sent;
  const shared = {
    id,
    description: sent.description,
    effectiveStart: sent.effectiveStart,
    state: 'active',
    ownerId: actor,
    createdAt: new Date().toISOString(),
    createdBy: actor,
    version: 1,
  };
  const half = (own: typeof record1, role: string, other: typeof record1, otherRole: string) => ({
    pk: recordPartition(own.type, own.id),
    sk: items.half.sort(role, other.type, other.id, otherRole, sent.effectiveStart),
    recordType: own.type,
    recordId: own.id,
    recordName: knownOf(records, own).name,
    recordSince: Date.parse(knownOf(records, own).createdAt),
    roleId: role,
    connectedType: other.type,
    connectedId: other.id,
    connectedName: knownOf(records, other).name,
    connectedSince: Date.parse(knownOf(records, other).createdAt),
    connectedRoleId: otherRole,
    ...shared,
    shard: shardOf(own.type, own.id, shards),
  });
  return [
    { ...half(record1, record1RoleId, record2, record2RoleId), source: 1 },
    half(record2, record2RoleId, record1, record1RoleId),
  ];
}

/** The other half of a connection. */
export function twinOf(half: Half, shards: number): Half {
  const { source, ...other } = half;
  return {
    ...other,
    ...twinKey(half),
    ...(source !== 1 && { source: 1 }),
    recordType: half.connectedType,
    recordId: half.connectedId,
    recordName: half.connectedName,
    recordSince: half.connectedSince,
    ...(half.connectedRoleId !== undefined && { roleId: half.connectedRoleId }),
    connectedType: half.recordType,
    connectedId: half.recordId,
    connectedName: half.recordName,
    connectedSince: half.recordSince,
    ...(half.roleId !== undefined && { connectedRoleId: half.roleId }),
    shard: shardOf(half.connectedType, half.connectedId, shards),
  };
}

export const twinKey = (half: Half): Key => ({
  pk: recordPartition(half.connectedType, half.connectedId),
  sk: items.half.sort(
    half.connectedRoleId ?? null,
    half.recordType,
    half.recordId,
    half.roleId ?? null,
    half.effectiveStart ?? null,
  ),
});

const sideOf = (type: string, id: string, name: string, since: number, roleId?: string) => ({
  ...{ type, id, name, recordSince: since },
  roleId: roleId ?? null,
});

/** The note that a deletion leaves for the stream. */
export function deletionNote(half: Half, actor: string) {
  const now = new Date();
  const { id, state, ownerId, createdAt, createdBy, version } = half;
  return {
    pk: items.change.partition(id),
    sk: items.change.sort(),
    before: {
      id,
      record1: sideOf(
        half.recordType,
        half.recordId,
        half.recordName,
        half.recordSince,
        half.roleId,
      ),
      record2: sideOf(
        half.connectedType,
        half.connectedId,
        half.connectedName,
        half.connectedSince,
        half.connectedRoleId,
      ),
      description: half.description ?? null,
      effectiveStart: half.effectiveStart ?? null,
      effectiveEnd: half.effectiveEnd ?? null,
      ...{ state, ownerId, createdAt, createdBy },
      modifiedAt: half.modifiedAt ?? createdAt,
      modifiedBy: half.modifiedBy ?? createdBy,
      version,
    },
    after: null,
    actor,
    at: now.toISOString(),
    expiresAt: Math.floor(now.getTime() / 1000) + noteSeconds,
  };
}
