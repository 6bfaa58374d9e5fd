// Which roles can be set on a side of a connection, which roles match, and which is the default.

import { Refusal } from '../contracts/error-codes.ts';
import type { ConnectionRole, MatchingRolesQuery } from '../contracts/role-schemas.ts';
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

/**
 * A role that is set must exist, be active and be valid for the type of its record.
 * @throws Refusal ConnectionRoleNotFound, ConnectionRoleNotActive, ConnectionRoleNotValidForObjectType
 */
export function assertMayBeSet(
  catalog: Catalog,
  roleId: string,
  recordType: string,
  path: string,
): void {
  const role = catalog.roles.get(roleId);
  if (!role) {
    throw Refusal.at(path, 'ConnectionRoleNotFound', `there is no connection role ${roleId}`);
  }
  if (role.state !== 'active') {
    throw Refusal.at(path, 'ConnectionRoleNotActive', `the connection role ${roleId} is inactive`);
  }
  if (!isValidFor(role, recordType)) {
    throw Refusal.at(
      path,
      'ConnectionRoleNotValidForObjectType',
      `the connection role ${roleId} may be used on ${role.recordTypes.join(', ')}, not on ${recordType}`,
    );
  }
}

interface RoleOfSide {
  readonly roleId: string | null;
  readonly type: string;
  readonly path: string;
}

/**
 * Two roles must match if at least one of them has matching roles. The refusal lists the valid roles
 * for the second side, or for the first side if only the second role has matching roles.
 * @throws Refusal UnrelatedConnectionRoles with validRoleIds
 */
export function assertMatch(catalog: Catalog, first: RoleOfSide, second: RoleOfSide): void {
  const role1 = first.roleId === null ? undefined : catalog.roles.get(first.roleId);
  const role2 = second.roleId === null ? undefined : catalog.roles.get(second.roleId);
  if (!role1 || !role2) return;
  if (role1.matchingRoleIds.length === 0 && role2.matchingRoleIds.length === 0) return;
  if (role1.matchingRoleIds.includes(role2.id)) return;
  const [kept, wrong, side] =
    role1.matchingRoleIds.length > 0 ? [role1, role2, second] : [role2, role1, first];
  const validRoleIds = matchingRoles(catalog, kept, {
    recordType: side.type,
    state: 'active',
  }).map((role) => role.id);
  throw Refusal.at(
    side.path,
    'UnrelatedConnectionRoles',
    `the role ${wrong.id} does not match the role ${kept.id} on the other side; ` +
      (validRoleIds.length > 0
        ? `valid here: ${validRoleIds.join(', ')}`
        : 'no role is valid here'),
    { validRoleIds },
  );
}
