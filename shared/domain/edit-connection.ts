// Changing, activating and deactivating a connection. An inactive connection is read-only.
import type { ConnectionPatch } from '../contracts/connection-schemas.ts';
import { Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import type { Catalog } from './catalog.ts';
import type { Caller, Connection, Side } from './connection-rules.ts';
import { assertMatch, assertMayBeSet } from './matching-roles.ts';
import { assertMayChangeOwner } from './ownership.ts';
import { assertPeriod } from './validity.ts';

/**
 * The connection after a patch; the same object when nothing changes. The rules for roles are only
 * checked when a role changes: a role that has been deactivated or restricted since can stay.
 * @throws Refusal ConnectionInactive, Forbidden (ownerId), ConnectionInvalidStartEndDate,
 *   ConnectionRoleNotFound, ConnectionRoleNotActive, ConnectionRoleNotValidForObjectType,
 *   UnrelatedConnectionRoles
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
  const changedRoles = (['record1', 'record2'] as const).filter(
    (name) => edited[name].roleId !== current[name].roleId,
  );
  if (edited.ownerId !== current.ownerId) {
    assertMayChangeOwner(current, caller);
  }
  assertPeriod(edited);
  for (const name of changedRoles) {
    const { roleId, type } = edited[name];
    if (roleId !== null) assertMayBeSet(catalog, roleId, type, `${name}RoleId`);
  }
  if (changedRoles.length > 0) {
    assertMatch(
      catalog,
      { ...edited.record1, path: 'record1RoleId' },
      { ...edited.record2, path: 'record2RoleId' },
    );
  }
  const unchanged =
    changedRoles.length === 0 &&
    edited.description === current.description &&
    edited.effectiveStart === current.effectiveStart &&
    edited.effectiveEnd === current.effectiveEnd &&
    edited.ownerId === current.ownerId;
  return unchanged ? current : modified(edited, caller);
}

/** The connection in another state; the same object when it has this state already. */
export function withState(current: Connection, state: State, caller: Caller): Connection {
  return current.state === state ? current : modified({ ...current, state }, caller);
}

function modified(connection: Connection, { actor, now }: Caller): Connection {
  return { ...connection, modifiedAt: now, modifiedBy: actor, version: connection.version + 1 };
}
