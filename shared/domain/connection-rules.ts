// What a connection is, and the rules for creating one.
import type { Cause } from '../contracts/cause-header.ts';
import type { NewConnection } from '../contracts/connection-schemas.ts';
import type { Fault } from '../contracts/error-codes.ts';
import { type RecordReference, recordPath, type State } from '../contracts/identifiers.ts';
import type { Attributes } from '../contracts/json-attributes.ts';
import { Sent } from '../contracts/sent-input.ts';
import { attributeFaults } from './attributes.ts';
import type { Catalog } from './catalog.ts';
import { defaultMatch, matchFaults, roleFaults } from './matching-roles.ts';
import { type Period, periodFaults } from './validity.ts';

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

/** The id of a connection in another system, unique in the service. */
export interface ExternalId {
  readonly source: string;
  readonly key: string;
}

/** A connection as it was created: record1 is "connected from", record2 is "connected to". */
export interface Connection extends Period {
  readonly id: string;
  readonly record1: Side;
  readonly record2: Side;
  readonly title: string | null;
  readonly description: string | null;
  readonly attributes: Attributes | null;
  readonly externalId: ExternalId | null;
  readonly state: State;
  readonly ownerId: string;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly modifiedAt: string;
  readonly modifiedBy: string;
  readonly version: number;
  /** The last versions that changed only names of records; means nothing for a version above them. */
  readonly renames?: Renames;
}

/** Versions of a connection that changed only names of records: those above `after`, up to `until`. */
interface Renames {
  readonly after: number;
  readonly until: number;
}

/** Who makes a request, whether they have more rights than the route requires, and when. */
export interface Caller {
  readonly actor: string;
  readonly isAdministrator: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** The event that caused the request, if its header names one. */
  readonly cause?: Cause | undefined;
}

/** Who made a change, when, and because of which event. */
export type Author = Pick<Caller, 'actor' | 'now' | 'cause'>;

/** A new connection that passed all rules that can be checked without reading its two records. */
export interface PlannedConnection extends Omit<Connection, 'id' | 'record1' | 'record2'> {
  readonly record1: Omit<Side, 'name' | 'recordSince'>;
  readonly record2: Omit<Side, 'name' | 'recordSince'>;
}

/** What a request would create, and what is wrong with its records and dates. */
export interface ConnectionPlan {
  /** Undefined if a field that identifies the connection is missing or invalid. */
  readonly planned: PlannedConnection | undefined;
  readonly faults: readonly Fault[];
}

/**
 * Checks a request against the rules for records and dates, and fills in the default role.
 * planRoleFaults checks the roles. The faults have the codes CannotConnectToSelf,
 * ConnectionNotSupported, ConnectionObjectsMissing (a record of an unknown type does not exist) and
 * ConnectionInvalidStartEndDate.
 */
export function planConnection(
  catalog: Catalog,
  request: NewConnection | Sent<NewConnection>,
  caller: Caller,
): ConnectionPlan {
  const { value } = Sent.of(request);
  const { record1, record2, effectiveStart = null, effectiveEnd = null } = value;
  const faults = [
    ...selfFaults(record1, record2),
    ...connectableFaults(catalog, record1, 'record1'),
    ...connectableFaults(catalog, record2, 'record2'),
    ...periodFaults({ effectiveStart, effectiveEnd }),
  ];
  if (!record1 || !record2) return { planned: undefined, faults };
  const role = (
    given: string | null | undefined,
    other: string | null | undefined,
    type: string,
  ) => (given === undefined ? defaultMatch(catalog, other ?? null, type) : given);
  const role1 = role(value.record1RoleId, value.record2RoleId, record1.type);
  const role2 = role(value.record2RoleId, value.record1RoleId, record2.type);
  const planned = {
    record1: { type: record1.type, id: record1.id, roleId: role1 },
    record2: { type: record2.type, id: record2.id, roleId: role2 },
    title: value.title || null,
    description: value.description || null,
    effectiveStart,
    effectiveEnd,
    attributes: value.attributes ?? null,
    externalId: value.externalId ?? null,
    state: value.state ?? 'active',
    ownerId: value.ownerId ?? caller.actor,
    createdAt: caller.now,
    createdBy: caller.actor,
    modifiedAt: caller.now,
    modifiedBy: caller.actor,
    version: 1,
  };
  return { planned, faults };
}

/**
 * Each role that is set must be valid for its record, the two must match, and the attributes must fit their
 * schemas: the faults have the codes of roleFaults, matchFaults and attributeFaults.
 */
export function planRoleFaults(
  catalog: Catalog,
  request: NewConnection | Sent<NewConnection>,
  planned: Pick<PlannedConnection, 'record1' | 'record2' | 'attributes'> | undefined,
): Fault[] {
  const sent = Sent.of(request);
  const { record1, record2, record1RoleId, record2RoleId } = sent.value;
  const sides = [
    { path: 'record1RoleId', type: record1?.type, roleId: record1RoleId ?? null },
    { path: 'record2RoleId', type: record2?.type, roleId: record2RoleId ?? null },
  ];
  const faults = sides.flatMap((side) => roleFaults(catalog, side));
  if (!planned) return faults;
  const first = { ...planned.record1, path: 'record1RoleId' };
  const second = { ...planned.record2, path: 'record2RoleId' };
  const isSecondSet = record2RoleId !== undefined;
  const [kept, set] = isSecondSet ? [first, second] : [second, first];
  const roles = [first.roleId, second.roleId];
  const areAttributesRead = !sent.faults.some(({ path }) => /^attributes\b/.test(path));
  return [
    ...faults,
    ...matchFaults(catalog, kept, set),
    // Attributes that cannot be read are no missing attributes.
    ...(areAttributesRead ? attributeFaults(catalog, roles, planned.attributes) : []),
  ];
}

function selfFaults(
  record1: RecordReference | undefined,
  record2: RecordReference | undefined,
): Fault[] {
  if (!record1 || !record2 || recordPath(record1) !== recordPath(record2)) return [];
  const message = `${recordPath(record1)} cannot be connected to itself`;
  return [{ path: 'record2', code: 'CannotConnectToSelf', message }];
}

function connectableFaults(
  catalog: Catalog,
  record: RecordReference | undefined,
  path: string,
): Fault[] {
  const type = record && catalog.recordTypes.get(record.type);
  if (!record || type?.connectionsEnabled) return [];
  if (!type) return [missingRecord(path, record)];
  const message = `connections are not enabled for the record type ${record.type}`;
  return [{ path: `${path}.type`, code: 'ConnectionNotSupported', message }];
}

/** The fault of a record that does not exist. */
export const missingRecord = (path: string, record: RecordReference): Fault => ({
  path,
  code: 'ConnectionObjectsMissing',
  message: `there is no record ${recordPath(record)}`,
});
