// Which roles can be set on a side of a connection, which roles match, and which is the default.

import type { Fault } from '../contracts/error-codes.ts';
import type { MatchingRolesQuery } from '../contracts/role-query-schemas.ts';
import type { ConnectionRole } from '../contracts/role-schemas.ts';
import type { Catalog } from './catalog.ts';

/** A role can be used on a record type if it lists the type, or lists none. */
export function isValidFor(role: ConnectionRole, recordType: string): boolean {
  return role.recordTypes.length === 0 || role.recordTypes.includes(recordType);
}

/** The roles that match a role, in the order of its list: the first one that fits is the default. */
export function matchingRoles(
  catalog: Catalog,
  role: ConnectionRole,
  { recordType, state }: MatchingRolesQuery = {},
): ConnectionRole[] {
  return role.matchingRoleIds
    .map((id) => catalog.roles.get(id))
    .filter((match) => match !== undefined)
    .filter((match) => recordType === undefined || isValidFor(match, recordType))
    .filter((match) => state === undefined || match.state === state);
}

/** The role for the other side if the request leaves it out; null if no role fits. */
export function defaultMatch(
  catalog: Catalog,
  roleId: string | null,
  otherType: string,
): string | null {
  const role = roleId === null ? undefined : catalog.roles.get(roleId);
  if (!role) return null;
  return matchingRoles(catalog, role, { recordType: otherType, state: 'active' })[0]?.id ?? null;
}

/** The role of one side of a connection. */
export interface RoleOfSide {
  readonly roleId: string | null;
  /** The type of the record on this side. */
  readonly type: string;
  /** The field of the role, for messages. */
  readonly path: string;
}

/**
 * A role that is set must exist, be active and be valid for the type of its record: otherwise
 * ConnectionRoleNotFound, or ConnectionRoleNotActive and ConnectionRoleNotValidForObjectType.
 * @param type undefined if it is not known
 */
export function roleFaults(
  catalog: Catalog,
  { roleId, type, path }: Omit<RoleOfSide, 'type'> & { readonly type: string | undefined },
): Fault[] {
  if (roleId === null) return [];
  const role = catalog.roles.get(roleId);
  if (!role) {
    const message = `there is no connection role ${roleId}`;
    return [{ path, code: 'ConnectionRoleNotFound', message }];
  }
  const faults: Fault[] = [];
  if (role.state !== 'active') {
    const message = `the connection role ${roleId} is inactive`;
    faults.push({ path, code: 'ConnectionRoleNotActive', message });
  }
  if (type !== undefined && !isValidFor(role, type)) {
    const types = role.recordTypes.join(', ');
    const message = `the connection role ${roleId} may be used only on ${types}, not on ${type}`;
    faults.push({ path, code: 'ConnectionRoleNotValidForObjectType', message });
  }
  return faults;
}

/** Two roles match if one lists the other, or if neither lists any. */
const isMatch = (one: ConnectionRole, other: ConnectionRole) =>
  one.matchingRoleIds.includes(other.id) ||
  (one.matchingRoleIds.length === 0 && other.matchingRoleIds.length === 0);

/**
 * UnrelatedConnectionRoles if the roles of both sides do not match.
 * @param set the side that the caller has set: the fault is about it and lists its valid roles, the
 *   default first
 */
export function matchFaults(catalog: Catalog, kept: RoleOfSide, set: RoleOfSide): Fault[] {
  const keptRole = kept.roleId === null ? undefined : catalog.roles.get(kept.roleId);
  const setRole = set.roleId === null ? undefined : catalog.roles.get(set.roleId);
  if (!keptRole || !setRole || isMatch(keptRole, setRole)) return [];
  const candidates =
    keptRole.matchingRoleIds.length > 0
      ? matchingRoles(catalog, keptRole)
      : [...catalog.roles.values()].filter((role) => isMatch(keptRole, role));
  const validRoleIds = candidates
    .filter((role) => role.state === 'active' && isValidFor(role, set.type))
    .map((role) => role.id);
  const valid =
    validRoleIds.length > 0 ? `valid here: ${validRoleIds.join(', ')}` : 'no role is valid here';
  return [
    {
      path: set.path,
      code: 'UnrelatedConnectionRoles',
      message: `the role ${setRole.id} does not match the role ${keptRole.id} on the other side; ${valid}`,
      validRoleIds,
    },
  ];
}
