// Changing, activating, deactivating and deleting one connection: both halves or neither.
import type { ConnectionPatch } from '../../contracts/connection-schemas.ts';
import type { State } from '../../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { collision, connectionExists } from '../../domain/duplicate-rule.ts';
import { editConnection, withState } from '../../domain/edit-connection.ts';
import { assertMayDelete } from '../../domain/ownership.ts';
import { catalogFor } from '../catalog/freshness.ts';
import type { Action } from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { connectionsLike } from '../pairs/duplicates.ts';
import { getConnection } from '../pairs/find-connection.ts';
import { pairWrites } from '../pairs/pair-writes.ts';

export interface ChangeOptions {
  readonly ifMatch: IfMatch;
  /** Actions for the same transaction as the change, or for one of their own if nothing changes. */
  readonly attached?: (after: Connection) => readonly Action[];
}

/**
 * Edits a connection. 3 calls if its keys stay (Query, GetItem, TransactWriteItems; 4 write units
 * on the table); a change of a role or the start moves both halves and looks for duplicates.
 * @throws Refusal NotFound, PreconditionFailed, Busy, ConnectionExists and those of editConnection
 */
export async function patchConnection(
  table: Table,
  id: string,
  patch: ConnectionPatch,
  caller: Caller,
  options: ChangeOptions,
): Promise<Connection> {
  const setsRole = patch.record1RoleId !== undefined || patch.record2RoleId !== undefined;
  return change(table, id, caller, options, async (current) => {
    const catalog = await catalogFor(table, setsRole ? 'setRole' : 'editConnection');
    const after = editConnection(catalog, current, patch, caller);
    if (mayCollide(current, after)) {
      const existingId = collision(after, await connectionsLike(table, after), id);
      if (existingId) throw connectionExists(existingId);
    }
    return after;
  });
}

/** Activates or deactivates. @throws Refusal NotFound, PreconditionFailed, Busy; AttachedFailed */
export async function setConnectionState(
  table: Table,
  id: string,
  state: State,
  caller: Caller,
  options: ChangeOptions,
): Promise<Connection> {
  return change(table, id, caller, options, (current) => withState(current, state, caller));
}

/** Deletes both halves. @throws Refusal NotFound, Forbidden, PreconditionFailed, Busy */
export async function deleteConnection(
  table: Table,
  id: string,
  caller: Caller,
  ifMatch: IfMatch,
): Promise<void> {
  await change(table, id, caller, { ifMatch }, (current) => {
    assertMayDelete(current, caller);
    return null;
  });
}

/** Takes a connection to what a rule says; the same connection is not written, null deletes it. */
async function change<After extends Connection | null>(
  table: Table,
  id: string,
  caller: Caller,
  { ifMatch, attached }: ChangeOptions,
  rule: (current: Connection) => After | Promise<After>,
): Promise<After> {
  return decide(table, async () => {
    const current = await getConnection(table, id);
    assertVersion(ifMatch, current.version);
    const after = await rule(current);
    return {
      actions: after === current ? [] : pairWrites(current, after, table.shards, caller),
      attached: after && attached ? attached(after) : [],
      result: after,
    };
  });
}

function mayCollide(before: Connection, after: Connection): boolean {
  return (
    before.record1.roleId !== after.record1.roleId ||
    before.record2.roleId !== after.record2.roleId ||
    before.effectiveStart !== after.effectiveStart ||
    before.effectiveEnd !== after.effectiveEnd
  );
}
