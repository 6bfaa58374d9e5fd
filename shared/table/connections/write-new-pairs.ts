// Writing new connections: as many pairs as fit a transaction, and the result for each of them.
import type { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { connectionExists } from '../../domain/duplicate-rule.ts';
import { isBusy } from '../engine/busy.ts';
import { type Action, type ConditionsFailed, maxActions } from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { retries } from '../engine/retries.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import {
  isStillNamed,
  missingOf,
  type RecordSnapshot,
  type RecordSnapshots,
  refreshSnapshots,
  withSnapshots,
} from '../records/record-snapshots.ts';

/** The result of one request. A refusal ConnectionExists means "duplicate". */
export type Created = { readonly connection: Connection } | { readonly refusal: Refusal };

/**
 * Writes new connections, as many whole pairs as fit each transaction, and settles each one:
 * created, or refused because its keys are taken or one of its records no longer exists. If a
 * record was renamed since `snapshots` were read, the new name is written.
 * @param attached actions for the same transaction as a connection; for a single connection only
 * @throws Refusal Busy when nothing was written at all; AttachedFailed
 */
export async function writeNewPairs(
  table: Table,
  all: readonly Connection[],
  snapshots: RecordSnapshots,
  settle: (id: string, result: Created) => void,
  attached: (connection: Connection) => readonly Action[],
): Promise<void> {
  let pending = [...all];
  while (pending.length > 0) {
    try {
      const written = await decideGroup();
      for (const connection of written) settle(connection.id, { connection });
      pending = pending.slice(written.length);
    } catch (error) {
      // If some are settled already, each of the others gets this refusal as its own result.
      if (!isBusy(error) || pending.length === all.length) throw error;
      for (const { id } of pending) settle(id, { refusal: error });
      return;
    }
  }

  /** Writes the first pending connections; those that cannot be written are settled on the way. */
  function decideGroup(): Promise<readonly Connection[]> {
    let group: Group;
    return decide(
      table,
      () => {
        group = takeGroup(pending, table.shards, snapshots, attached);
        return { ...group, result: group.connections };
      },
      {
        limit: { ...retries.newPairs, attempts: all.length + retries.newPairs.attempts },
        async onConflict(failed) {
          pending = await withoutFailed(table, pending, group, failed, snapshots, settle);
          return true;
        },
      },
    );
  }
}

interface Group {
  readonly connections: readonly Connection[];
  readonly actions: readonly Action[];
  readonly attached: readonly Action[];
  /** By index of the action: the connection or the record that it is about. */
  readonly about: readonly ({ readonly half: Connection } | { readonly record: RecordReference })[];
}

function takeGroup(
  pending: readonly Connection[],
  shards: number,
  snapshots: Readonly<RecordSnapshots>,
  attachedTo: (connection: Connection) => readonly Action[],
): Group {
  const connections: Connection[] = [];
  const actions: Action[] = [];
  const attached: Action[] = [];
  const about: Group['about'][number][] = [];
  const checked = new Set<string>();
  for (const connection of pending) {
    const records = [connection.record1, connection.record2].filter(
      (side) => !checked.has(recordPath(side)),
    );
    const extra = attachedTo(connection);
    if (actions.length + attached.length + 2 + records.length + extra.length > maxActions) break;
    connections.push(connection);
    const author = { actor: connection.createdBy, now: connection.createdAt };
    for (const action of pairWrites(null, connection, shards, author)) {
      actions.push(action);
      about.push({ half: connection });
    }
    for (const record of records) {
      checked.add(recordPath(record));
      actions.push(isStillNamed(record, snapshots.get(recordPath(record)) as RecordSnapshot));
      about.push({ record });
    }
    attached.push(...extra);
  }
  return { connections, actions, attached, about };
}

/** Settles the connections whose own condition failed, and returns those that are still to be written. */
async function withoutFailed(
  table: Table,
  pending: readonly Connection[],
  group: Group,
  { failed }: ConditionsFailed,
  snapshots: RecordSnapshots,
  settle: (id: string, result: Created) => void,
): Promise<Connection[]> {
  const settled = new Set<string>();
  const changed: RecordReference[] = [];
  for (const [index, existingId] of failed) {
    const about = group.about[index];
    if (!about) continue;
    if ('record' in about) changed.push(about.record);
    else if (!settled.has(about.half.id) && existingId !== null) {
      settled.add(about.half.id);
      const isOwn = existingId === about.half.id;
      settle(
        about.half.id,
        isOwn ? { connection: about.half } : { refusal: connectionExists(existingId) },
      );
    }
  }
  await refreshSnapshots(table, snapshots, changed);
  return pending.flatMap((connection) => {
    if (settled.has(connection.id)) return [];
    const refusal = missingOf(connection, snapshots);
    if (!refusal) return [withSnapshots(connection, snapshots)];
    settle(connection.id, { refusal });
    return [];
  });
}
