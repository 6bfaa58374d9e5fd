// What a connection is, and the rules for making, changing, activating and deleting one.
import type { ConnectionPatch, NewConnection } from '../contracts/connection-schemas.ts';
import { Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import type { Catalog } from './catalog.ts';
import { assertMatch, assertMayBeSet, defaultMatch } from './matching-roles.ts';
import { assertPeriod, type Period } from './validity.ts';

/** One side: a record, by its name at the time, and the role it plays for the other side. */
export interface Side {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /**
   * When the record was made, in ms since 1970: one that has taken its id later is another record.
   * Absent on connections from before this was noted.
   */
  readonly recordSince?: number;
  readonly roleId: string | null;
}

/** A connection as it was created: record1 is "connected from", record2 is "connected to". */
export interface Connection extends Period {
  readonly id: string;
  readonly record1: Side;
  readonly record2: Side;
  readonly description: string | null;
  readonly state: State;
  readonly ownerId: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly modifiedAt: string;
  readonly modifiedBy: string;
  readonly version: number;
}

/** Who asks, what they may do beyond the route's scope, and when. */
export interface Caller {
  readonly actor: string;
  readonly isAdministrator: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Who made a change, and when. */
export type Author = Pick<Caller, 'actor' | 'now'>;

/** A request that kept all rules that can be checked without reading the two records. */
export interface PlannedConnection extends Omit<Connection, 'id' | 'record1' | 'record2'> {
  readonly record1: Omit<Side, 'name' | 'recordSince'>;
  readonly record2: Omit<Side, 'name' | 'recordSince'>;
}

/**
 * Reads a request by the rules of records and dates, and fills in the default role. The roles are
 * held to their rules by assertRolesOfPlan.
 * @throws Refusal CannotConnectToSelf, ConnectionNotSupported, ConnectionInvalidStartEndDate,
 *   ConnectionObjectsMissing (an unknown type has no records)
 */
export function planConnection(
  catalog: Catalog,
  request: NewConnection,
  caller: Caller,
): PlannedConnection {
  const { record1, record2 } = request;
  if (record1.type === record2.type && record1.id === record2.id) {
    throw Refusal.at(
      'record2',
      'CannotConnectToSelf',
      `${record1.type}/${record1.id} cannot be connected to itself`,
    );
  }
  assertConnectable(catalog, record1.type, record1.id, 'record1');
  assertConnectable(catalog, record2.type, record2.id, 'record2');
  const period = {
    effectiveStart: request.effectiveStart ?? null,
    effectiveEnd: request.effectiveEnd ?? null,
  };
  assertPeriod(period);
  const role = (
    given: string | null | undefined,
    other: string | null | undefined,
    type: string,
  ) => (given === undefined ? defaultMatch(catalog, other ?? null, type) : given);
  const role1 = role(request.record1RoleId, request.record2RoleId, record1.type);
  const role2 = role(request.record2RoleId, request.record1RoleId, record2.type);
  return {
    record1: { type: record1.type, id: record1.id, roleId: role1 },
    record2: { type: record2.type, id: record2.id, roleId: role2 },
    description: request.description || null,
    ...period,
    state: request.state,
    ownerId: request.ownerId ?? caller.actor,
    createdAt: caller.now,
    createdBy: caller.actor,
    modifiedAt: caller.now,
    modifiedBy: caller.actor,
    version: 1,
  };
}

/**
 * The roles of a planned connection must be allowed to be set, and must match.
 * @throws Refusal ConnectionRoleNotFound, ConnectionRoleNotActive,
 *   ConnectionRoleNotValidForObjectType, UnrelatedConnectionRoles
 */
export function assertRolesOfPlan(
  catalog: Catalog,
  { record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>,
): void {
  const sides = [
    { ...record1, path: 'record1RoleId' },
    { ...record2, path: 'record2RoleId' },
  ] as const;
  for (const { roleId, type, path } of sides) {
    if (roleId !== null) assertMayBeSet(catalog, roleId, type, path);
  }
  assertMatch(catalog, ...sides);
}

function assertConnectable(catalog: Catalog, type: string, id: string, path: string): void {
  const recordType = catalog.recordTypes.get(type);
  if (!recordType) throw missingRecord(path, type, id);
  if (!recordType.connectionsEnabled) {
    throw Refusal.at(
      `${path}.type`,
      'ConnectionNotSupported',
      `connections are not enabled for the record type ${type}`,
    );
  }
}

/** The refusal for a record that does not exist. */
export function missingRecord(path: string, type: string, id: string): Refusal {
  return Refusal.at(path, 'ConnectionObjectsMissing', `there is no record ${type}/${id}`);
}

/** The refusal for a connection whose records, roles and period another one has. */
export function connectionExists(existingId: string): Refusal {
  return new Refusal(
    'ConnectionExists',
    'the two records are already connected with the same roles for an overlapping period',
    { existingId },
  );
}

/**
 * The connection after a patch; the same object when nothing changes. A role is held to the rules
 * only when it is set: one that was deactivated or narrowed since may stay.
 * @throws Refusal ConnectionInactive, Forbidden (owner), ConnectionInvalidStartEndDate, codes of roles
 */
export function editConnection(
  catalog: Catalog,
  current: Connection,
  patch: ConnectionPatch,
  caller: Caller,
): Connection {
  if (current.state === 'inactive') {
    throw new Refusal(
      'ConnectionInactive',
      'the connection is inactive; activate it before changing it',
    );
  }
  const side = (name: 'record1' | 'record2'): Side => {
    const roleId = patch[`${name}RoleId`];
    return roleId === undefined ? current[name] : { ...current[name], roleId };
  };
  const edited: Connection = {
    ...current,
    record1: side('record1'),
    record2: side('record2'),
    description: patch.description === undefined ? current.description : patch.description || null,
    effectiveStart:
      patch.effectiveStart === undefined ? current.effectiveStart : patch.effectiveStart,
    effectiveEnd: patch.effectiveEnd === undefined ? current.effectiveEnd : patch.effectiveEnd,
    ownerId: patch.ownerId === undefined ? current.ownerId : (patch.ownerId ?? current.createdBy),
  };
  const roleSet = (['record1', 'record2'] as const).filter(
    (name) => edited[name].roleId !== current[name].roleId,
  );
  if (edited.ownerId !== current.ownerId) {
    assertOwner(current, caller, 'change its owner', 'ownerId');
  }
  assertPeriod(edited);
  for (const name of roleSet) {
    const { roleId, type } = edited[name];
    if (roleId !== null) assertMayBeSet(catalog, roleId, type, `${name}RoleId`);
  }
  if (roleSet.length > 0) {
    assertMatch(
      catalog,
      { ...edited.record1, path: 'record1RoleId' },
      { ...edited.record2, path: 'record2RoleId' },
    );
  }
  const unchanged =
    roleSet.length === 0 &&
    edited.description === current.description &&
    edited.effectiveStart === current.effectiveStart &&
    edited.effectiveEnd === current.effectiveEnd &&
    edited.ownerId === current.ownerId;
  return unchanged ? current : modified(edited, caller);
}

/** The connection activated or deactivated; the same object when it is so already. */
export function withState(current: Connection, state: State, caller: Caller): Connection {
  return current.state === state ? current : modified({ ...current, state }, caller);
}

/** @throws Refusal Forbidden unless the caller owns the connection or is an administrator. */
export function assertMayDelete(current: Connection, caller: Caller): void {
  assertOwner(current, caller, 'delete it');
}

function assertOwner(current: Connection, caller: Caller, deed: string, path?: string): void {
  if (caller.isAdministrator || caller.actor === current.ownerId) return;
  const message = `only the owner of the connection, ${current.ownerId}, or an administrator may ${deed}`;
  throw path ? Refusal.at(path, 'Forbidden', message) : new Refusal('Forbidden', message);
}

function modified(connection: Connection, { actor, now }: Caller): Connection {
  return { ...connection, modifiedAt: now, modifiedBy: actor, version: connection.version + 1 };
}
