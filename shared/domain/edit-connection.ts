// Changing, activating and deactivating a connection. An inactive connection is read-only.
import type { ConnectionPatch } from '../contracts/connection-schemas.ts';
import { type Fault, Refusal } from '../contracts/error-codes.ts';
import type { State } from '../contracts/identifiers.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import { Sent } from '../contracts/sent-input.ts';
import type { Catalog } from './catalog.ts';
import type { Caller, Connection, Side } from './connection-rules.ts';
import { matchFaults, roleFaults } from './matching-roles.ts';
import { assertMayChangeOwner } from './ownership.ts';
import { type SideName, sideNames, view } from './perspective.ts';
import { periodFaults } from './validity.ts';

/**
 * The connection after a patch; the same object when nothing changes. The rules for roles are only
 * checked when a role changes: a role that has been deactivated or restricted since can stay.
 * @throws Refusal with every fault of the request, ConnectionInvalidStartEndDate and the codes of
 *   roleFaults and matchFaults; ConnectionInactive; Forbidden (ownerId)
 */
export function editConnection(
  catalog: Catalog,
  current: Connection,
  patch: ConnectionPatch | Sent<ConnectionPatch>,
  caller: Caller,
): Connection {
  const sent = Sent.of(patch);
  const edited = patched(current, sent.value);
  const shown = view({ connection: current, side: 'record1' }, catalog, caller.now.slice(0, 10));
  const fixed = changedReturned(sent.returned, shown);
  const broken = [...periodFaults(edited), ...changedRoleFaults(catalog, current, edited)];
  if (sent.faults.length + fixed.length > 0) sent.whole([...fixed, ...broken]);
  if (isSame(edited, current)) return current;
  if (current.state === 'inactive') {
    throw new Refusal(
      'ConnectionInactive',
      'the connection is inactive; activate it before changing it',
    );
  }
  if (edited.ownerId !== current.ownerId) assertMayChangeOwner(current, caller);
  sent.whole(broken);
  return modified(edited, caller);
}

function patched(current: Connection, patch: Partial<ConnectionPatch>): Connection {
  const side = (name: SideName): Side => {
    const roleId = patch[`${name}RoleId`];
    return roleId === undefined ? current[name] : { ...current[name], roleId };
  };
  return {
    ...current,
    record1: side('record1'),
    record2: side('record2'),
    title: patch.title === undefined ? current.title : patch.title || null,
    description: patch.description === undefined ? current.description : patch.description || null,
    effectiveStart:
      patch.effectiveStart === undefined ? current.effectiveStart : patch.effectiveStart,
    effectiveEnd: patch.effectiveEnd === undefined ? current.effectiveEnd : patch.effectiveEnd,
    ownerId: patch.ownerId === undefined ? current.ownerId : (patch.ownerId ?? current.createdBy),
  };
}

const isSame = (edited: Connection, current: Connection) =>
  sideNames.every((name) => edited[name].roleId === current[name].roleId) &&
  edited.title === current.title &&
  edited.description === current.description &&
  edited.effectiveStart === current.effectiveStart &&
  edited.effectiveEnd === current.effectiveEnd &&
  edited.ownerId === current.ownerId;

function changedRoleFaults(catalog: Catalog, current: Connection, edited: Connection): Fault[] {
  const roleOf = (name: SideName) => ({ ...edited[name], path: `${name}RoleId` });
  const changed = sideNames.filter((name) => edited[name].roleId !== current[name].roleId);
  if (changed.length === 0) return [];
  // If both change, the fault is about record2.
  const [kept, set]: readonly SideName[] = changed.includes('record2')
    ? ['record1', 'record2']
    : ['record2', 'record1'];
  return [
    ...changed.flatMap((name) => roleFaults(catalog, roleOf(name))),
    ...matchFaults(catalog, roleOf(kept as SideName), roleOf(set as SideName)),
  ];
}

/** The connection in another state; the same object when it has this state already. */
export function withState(current: Connection, state: State, caller: Caller): Connection {
  return current.state === state ? current : modified({ ...current, state }, caller);
}

function modified(connection: Connection, { actor, now }: Caller): Connection {
  return { ...connection, modifiedAt: now, modifiedBy: actor, version: connection.version + 1 };
}
