// Changing, activating, deactivating and deleting one connection: both halves or neither.
import type { ConnectionPatch } from '../../contracts/connection-schemas.ts';
import type { State } from '../../contracts/identifiers.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import {
  assertMayDelete,
  type Caller,
  type Connection,
  connectionExists,
  editConnection,
  withState,
} from '../../domain/connection-rules.ts';
import { currentCatalog, rememberedCatalog } from '../catalog/stored-catalog.ts';
import { busy } from '../engine/busy.ts';
import { type Action, ConditionsFailed, commit } from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { halfKind } from '../schema.ts';
import { collision, connectionsLike } from './duplicates.ts';
import { getConnection } from './find-connection.ts';
import { pairWrites } from './pair-writes.ts';

/** How often a change is tried anew on top of somebody else's. */
const attempts = 12;

export interface ChangeOptions {
  readonly ifMatch: IfMatch;
  /** Written in the same transaction as the change. */
  readonly alongside?: (after: Connection) => readonly Action[];
}

/**
 * Edits a connection. 3 calls while its keys stay (Query, GetItem, TransactWriteItems; 4 write
 * units on the table); a change of a role or the start moves both halves and looks for duplicates.
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
    const catalog = await (setsRole ? currentCatalog(table) : rememberedCatalog(table));
    const after = editConnection(catalog, current, patch, caller);
    if (mayCollide(current, after)) {
      const existingId = collision(after, await connectionsLike(table, after), id);
      if (existingId) throw connectionExists(existingId);
    }
    return after;
  });
}

/** Activates or deactivates. @throws Refusal NotFound, PreconditionFailed, Busy */
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

/** Reads, decides and writes; from the start when the connection changed in between. */
async function change<After extends Connection | null>(
  table: Table,
  id: string,
  caller: Caller,
  { ifMatch, alongside }: ChangeOptions,
  rule: (current: Connection) => After | Promise<After>,
): Promise<After> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const current = await getConnection(table, id);
    assertVersion(ifMatch, current.version);
    const after = await rule(current);
    const actions = [
      ...(after === current ? [] : pairWrites(current, after, table.shards, caller)),
      ...(after && alongside ? alongside(after) : []),
    ];
    if (actions.length === 0) return after;
    try {
      await commit(table, actions);
      return after;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
      if (failedAlongside(error, actions)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

/** The halves come first; a failed condition behind them is of what was written alongside. */
function failedAlongside(error: ConditionsFailed, actions: readonly Action[]): boolean {
  const ofPair = (action: Action | undefined) =>
    action !== undefined &&
    ('remove' in action || ('put' in action && action.put.sk.startsWith(`${halfKind}#`)));
  return [...error.failed.keys()].every((index) => !ofPair(actions[index]));
}

function mayCollide(before: Connection, after: Connection): boolean {
  return (
    before.record1.roleId !== after.record1.roleId ||
    before.record2.roleId !== after.record2.roleId ||
    before.effectiveStart !== after.effectiveStart ||
    before.effectiveEnd !== after.effectiveEnd
  );
}
