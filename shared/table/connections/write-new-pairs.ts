// Writing new connections: pairs into transactions, and what a failed condition means for each.

import type { Refusal } from '../../contracts/error-codes.ts';
import { recordName } from '../../contracts/identifiers.ts';
import { type Connection, connectionExists } from '../../domain/connection-rules.ts';
import { busy, isBusy } from '../engine/busy.ts';
import { type Action, ConditionsFailed, commit, maxActions } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import {
  existsAsRead,
  missingOf,
  type NamedRecord,
  type NamedRecords,
  readNamesAgain,
  withNames,
} from '../records/names-for-connections.ts';
import { type Author, pairWrites } from './pair-writes.ts';

/** What became of one request. A refusal ConnectionExists means "duplicate". */
export type Created = { readonly connection: Connection } | { readonly refusal: Refusal };

/**
 * Writes new connections, as many whole pairs a transaction as it holds, and settles each: made, or
 * refused because its keys were taken or a record went away. A record that was renamed since
 * `names` was read is written under its new name.
 * @throws Refusal Busy; ConditionsFailed of `alongside`
 */
export async function writeNewPairs(
  table: Table,
  all: readonly Connection[],
  names: NamedRecords,
  settle: (id: string, result: Created) => void,
  alongside: (connection: Connection) => readonly Action[],
): Promise<void> {
  let pending = [...all];
  for (let failures = 0; pending.length > 0; ) {
    const group = takeGroup(pending, table.shards, names, alongside);
    try {
      await commit(table, group.actions);
      for (const connection of group.connections) settle(connection.id, { connection });
      pending = pending.slice(group.connections.length);
    } catch (error) {
      if (isBusy(error) && pending.length < all.length) {
        // Some are settled: the others are told by themselves that nothing was written of them.
        for (const { id } of pending) settle(id, { refusal: error });
        return;
      }
      if (!(error instanceof ConditionsFailed)) throw error;
      failures += 1;
      if (failures > all.length + 10) throw busy(error);
      pending = await withoutFailed(table, pending, group, error, names, settle);
    }
  }
}

interface Group {
  readonly connections: readonly Connection[];
  readonly actions: readonly Action[];
  /** By index of the action: which connection or which record it is about. */
  readonly about: readonly (
    | { readonly half: Connection }
    | { readonly record: { type: string; id: string } }
    | null
  )[];
}

function takeGroup(
  pending: readonly Connection[],
  shards: number,
  names: Readonly<NamedRecords>,
  alongside: (connection: Connection) => readonly Action[],
): Group {
  const connections: Connection[] = [];
  const entries: { action: Action; about: Group['about'][number] }[] = [];
  const checked = new Set<string>();
  for (const connection of pending) {
    const records = [connection.record1, connection.record2].filter(
      (side) => !checked.has(recordName(side)),
    );
    const extra = alongside(connection);
    if (entries.length + 2 + records.length + extra.length > maxActions) break;
    connections.push(connection);
    for (const action of pairWrites(null, connection, shards, authorOf(connection))) {
      entries.push({ action, about: { half: connection } });
    }
    for (const record of records) {
      checked.add(recordName(record));
      const action = existsAsRead(record, names.get(recordName(record)) as NamedRecord);
      entries.push({ action, about: { record } });
    }
    for (const action of extra) entries.push({ action, about: null });
  }
  return {
    connections,
    actions: entries.map((entry) => entry.action),
    about: entries.map((entry) => entry.about),
  };
}

const authorOf = ({ createdBy, createdAt }: Connection): Author => ({
  actor: createdBy,
  now: createdAt,
});

/** Settles the connections that a failed condition is about, and gives back the others. */
async function withoutFailed(
  table: Table,
  pending: readonly Connection[],
  group: Group,
  error: ConditionsFailed,
  names: NamedRecords,
  settle: (id: string, result: Created) => void,
): Promise<Connection[]> {
  const settled = new Set<string>();
  const doubtful: { type: string; id: string }[] = [];
  for (const [index, existingId] of error.failed) {
    const about = group.about[index];
    if (!about) throw error;
    if ('record' in about) doubtful.push(about.record);
    else if (!settled.has(about.half.id) && existingId !== null) {
      settled.add(about.half.id);
      const isOwn = existingId === about.half.id;
      settle(
        about.half.id,
        isOwn ? { connection: about.half } : { refusal: connectionExists(existingId) },
      );
    }
  }
  await readNamesAgain(table, names, doubtful);
  return pending.flatMap((connection) => {
    if (settled.has(connection.id)) return [];
    const refusal = missingOf(connection, names);
    if (!refusal) return [withNames(connection, names)];
    settle(connection.id, { refusal });
    return [];
  });
}
