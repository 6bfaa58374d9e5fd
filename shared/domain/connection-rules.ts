// What a connection is, and the rules for creating one.
import type { NewConnection } from '../contracts/connection-schemas.ts';
import { Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import type { Catalog } from './catalog.ts';
import { assertMatch, assertMayBeSet, defaultMatch } from './matching-roles.ts';
import { assertPeriod, type Period } from './validity.ts';

/** One side: a record, with its name at the time, and the role it plays for the other side. */
export interface Side {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  /**
   * When the record was created, in ms since 1970. A record that is created later with the same id
   * is a different record. Missing on connections that are older than this field.
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

/** Who makes a request, whether they have more rights than the route requires, and when. */
export interface Caller {
  readonly actor: string;
  readonly isAdministrator: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** Who made a change, and when. */
export type Author = Pick<Caller, 'actor' | 'now'>;

/** A new connection that passed all rules that can be checked without reading its two records. */
export interface PlannedConnection extends Omit<Connection, 'id' | 'record1' | 'record2'> {
  readonly record1: Omit<Side, 'name' | 'recordSince'>;
  readonly record2: Omit<Side, 'name' | 'recordSince'>;
}

/**
 * Checks a request against the rules for records and dates, and fills in the default role.
 * assertRolesOfPlan checks the roles.
 * @throws Refusal CannotConnectToSelf, ConnectionNotSupported, ConnectionInvalidStartEndDate,
 *   ConnectionObjectsMissing (a record of an unknown type does not exist)
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
 * Each role of a planned connection must be valid for its record, and the two must match.
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
