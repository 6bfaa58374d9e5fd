// Changing, activating and deactivating a connection. An inactive connection is read-only.
import type { ChangeOfExisting } from '../contracts/change-schemas.ts';
import type { ConnectionPatch, NewConnection } from '../contracts/connection-schemas.ts';
import { type Fault, Refusal } from '../contracts/error-codes.ts';
import { type RecordReference, recordPath, type State } from '../contracts/identifiers.ts';
import { changedReturned } from '../contracts/returned-fields.ts';
import { Sent } from '../contracts/sent-input.ts';
import { isSameJson } from '../text/same-json.ts';
import { attributeFaults, patchedAttributes, sizeFaults } from './attributes.ts';
import type { Catalog } from './catalog.ts';
import { type Caller, type Connection, planConnection, type Side } from './connection-rules.ts';
import { matchFaults, roleFaults } from './matching-roles.ts';
import { assertMayChangeOwner, assertMayDelete } from './ownership.ts';
import { type SideName, sideNames, view } from './perspective.ts';
import { periodFaults } from './validity.ts';

/**
 * The connection after a patch; the same object when nothing changes. The rules for roles are only
 * checked when a role changes: a role that has been deactivated or restricted since can stay. Those for attributes
 * are checked when attributes or a role change.
 * @throws Refusal with every fault of the request, ConnectionInvalidStartEndDate and the codes of
 *   roleFaults, matchFaults and attributeFaults; ConnectionInactive; Forbidden (ownerId)
 */
export function editConnection(
  catalog: Catalog,
  current: Connection,
  patch: ConnectionPatch | Sent<ConnectionPatch>,
  caller: Caller,
): Connection {
  const sent = Sent.of(patch);
  return checked(catalog, current, patched(current, sent.value), sent, 'record1', caller);
}

/**
 * The connection as a request to create it describes it; the same object when nothing changes. Its records stay
 * what they are, from whichever side the request names them. An owner and an external id that the request leaves
 * out stay, too; an owner that is null, as well.
 * @throws Refusal ValidationFailed if its records are others; those of editConnection
 */
export function replaceConnection(
  catalog: Catalog,
  current: Connection,
  request: NewConnection | Sent<NewConnection>,
  caller: Caller,
): Connection {
  const sent = Sent.of(request);
  const { planned } = planConnection(catalog, sent, caller);
  const { record1, record2 } = sent.whole();
  const isSwapped = recordPath(record1) === recordPath(current.record2);
  const [first, second] = isSwapped ? [record2, record1] : [record1, record2];
  const moved = sideNames.filter(
    (name, at) => recordPath(current[name]) !== recordPath([first, second][at] as RecordReference),
  );
  if (!planned || moved.length > 0) {
    throw sent.refusal(
      moved.map((name) => ({
        path: name,
        message: `cannot be changed: the connection ${current.id} with this external id is with ${recordPath(current[name])}; delete it and create another`,
      })),
    ) as Refusal;
  }
  const [own, connected] = isSwapped
    ? [planned.record2, planned.record1]
    : [planned.record1, planned.record2];
  const { title, description, effectiveStart, effectiveEnd, attributes, state } = planned;
  const edited = {
    ...current,
    record1: { ...current.record1, roleId: own.roleId },
    record2: { ...current.record2, roleId: connected.roleId },
    ...{ title, description, effectiveStart, effectiveEnd, attributes, state },
    externalId: sent.value.externalId === undefined ? current.externalId : planned.externalId,
    ownerId: sent.value.ownerId ?? current.ownerId,
  };
  return checked(catalog, current, edited, sent, isSwapped ? 'record2' : 'record1', caller);
}

/**
 * The edited connection, if it may be so.
 * @param side the side that the request is written from
 * @throws Refusal, see editConnection
 */
function checked(
  catalog: Catalog,
  current: Connection,
  edited: Connection,
  sent: Sent<ConnectionPatch> | Sent<NewConnection>,
  side: SideName,
  caller: Caller,
): Connection {
  const shown = view({ connection: current, side }, catalog, caller.now.slice(0, 10));
  const fixed = changedReturned(sent.returned, shown);
  const broken = [
    ...periodFaults(edited),
    ...changedRoleFaults(catalog, current, edited),
    ...changedAttributeFaults(catalog, current, edited),
  ];
  if (sent.faults.length + fixed.length > 0) sent.whole([...fixed, ...broken]);
  if (isSame(edited, current)) return current;
  if (current.state === 'inactive' && edited.state === 'inactive') {
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
    attributes:
      patch.attributes === undefined
        ? current.attributes
        : patch.attributes && patchedAttributes(current.attributes, patch.attributes),
    externalId: patch.externalId === undefined ? current.externalId : patch.externalId,
    ownerId: patch.ownerId === undefined ? current.ownerId : (patch.ownerId ?? current.createdBy),
  };
}

const isSame = (edited: Connection, current: Connection) =>
  sideNames.every((name) => edited[name].roleId === current[name].roleId) &&
  edited.title === current.title &&
  edited.description === current.description &&
  edited.effectiveStart === current.effectiveStart &&
  edited.effectiveEnd === current.effectiveEnd &&
  isSameJson(edited.attributes, current.attributes) &&
  isSameJson(edited.externalId, current.externalId) &&
  edited.ownerId === current.ownerId &&
  edited.state === current.state;

/** Attributes are checked when they or a role change. */
function changedAttributeFaults(
  catalog: Catalog,
  current: Connection,
  edited: Connection,
): Fault[] {
  const isSetRole = sideNames.some((name) => edited[name].roleId !== current[name].roleId);
  const isSet = !isSameJson(edited.attributes, current.attributes);
  if (!isSet && !isSetRole) return [];
  const roles = sideNames.map((name) => edited[name].roleId);
  return [
    ...sizeFaults(edited.attributes, 'connection'),
    ...attributeFaults(catalog, roles, edited.attributes),
  ];
}

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

/**
 * The connection after one of several changes; the same object when nothing changes, null when it is deleted.
 * @throws Refusal PreconditionFailed if it does not have the version that the change is for; Forbidden; those of
 *   editConnection
 */
export function changedBy(
  catalog: Catalog | undefined,
  current: Connection,
  change: ChangeOfExisting,
  caller: Caller,
): Connection | null {
  // As for a single one: who may not delete it learns nothing of its version, and what is wrong with a patch itself
  // comes before its preconditions.
  if (change.op === 'delete') assertMayDelete(current, caller);
  if (change.op !== 'update' || change.patch.isWhole) assertIsVersion(current, change.ifVersion);
  switch (change.op) {
    case 'delete':
      return null;
    case 'update':
      return editConnection(catalog as Catalog, current, change.patch, caller);
    case 'activate':
      return withState(current, 'active', caller);
    case 'deactivate':
      return withState(current, 'inactive', caller);
  }
}

function assertIsVersion({ version }: Connection, ifVersion: number | undefined): void {
  if (ifVersion === undefined || ifVersion === version) return;
  const message = `the connection has the version ${version}, not ${ifVersion}; read it again`;
  throw Refusal.at('ifVersion', 'PreconditionFailed', message);
}

function modified(connection: Connection, { actor, now }: Caller): Connection {
  return { ...connection, modifiedAt: now, modifiedBy: actor, version: connection.version + 1 };
}
