// Writing new connections: as many pairs as fit a transaction, and the result for each of them.
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { isBusy } from '../engine/busy.ts';
import {
  type Action,
  type ConditionsFailed,
  type Key,
  keyOfAction,
  maxActions,
} from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { retries } from '../engine/retries.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import type { Reservations } from '../pairs/reservations.ts';
import { type NewPair, type Prevented, planNewPair } from './new-pair.ts';

/** What became of a new connection: created, refused, or prevented by another one. */
export type Written = { readonly connection: Connection } | Prevented;

/** New connections to write. */
export interface NewPairs {
  readonly pending: readonly Connection[];
  /** The ids of those that may end the connections that use up a limit. */
  readonly replacing: ReadonlySet<string>;
  /** Who writes them. */
  readonly caller: Caller;
}

/**
 * Writes new connections, as many whole pairs as fit each transaction, and settles each one: created, refused
 * because its external id is taken or a limit is reached, or prevented by a connection of its series that collides
 * with it. Of two that collide, the first is created. One that replaces others has a transaction of its own.
 * @param reservations of all of them, as they were read
 * @param attached actions for the same transaction as a connection; for a single connection only
 * @throws Refusal Busy when nothing was written at all; AttachedFailed
 */
export async function writeNewPairs(
  table: Table,
  { pending: all, replacing, caller }: NewPairs,
  reservations: Reservations,
  settle: (id: string, result: Written) => void,
  attached: (connection: Connection) => readonly Action[],
): Promise<void> {
  let pending = [...all];
  const settled = (id: string, result: Written) => {
    pending = pending.filter((one) => one.id !== id);
    settle(id, result);
  };
  while (pending.length > 0) {
    try {
      for (const connection of await writeGroup()) settled(connection.id, { connection });
      reservations.committed();
    } catch (error) {
      // If some are settled already, each of the others gets this refusal as its own result.
      if (!isBusy(error) || pending.length === all.length) throw error;
      for (const { id } of pending) settle(id, { refusal: error });
      return;
    }
  }

  /** Writes the first pending connections; those that cannot be written are settled on the way. */
  function writeGroup(): Promise<readonly Connection[]> {
    let group: Group;
    return decide(
      table,
      async () => {
        reservations.reset();
        const planned: NewPair[] = [];
        for (const connection of pending) {
          const isReplacing = replacing.has(connection.id);
          const one = await planNewPair(connection, reservations, isReplacing, caller);
          if ('ending' in one) planned.push(one);
          else settled(connection.id, one);
        }
        group = await takeGroup(planned, table.shards, reservations, caller, attached);
        return { ...group, result: group.connections };
      },
      {
        limit: retries.newPairs,
        async onConflict(failed) {
          const some = settleTaken(group, failed, settled);
          await reservations.readAgain(keysOfFailed(group, failed));
          return some;
        },
      },
    );
  }
}

interface Group {
  readonly connections: readonly Connection[];
  /** Two halves of each connection, in order, then those of connections that end, then what all reserve. */
  readonly actions: readonly Action[];
  readonly attached: readonly Action[];
}

async function takeGroup(
  planned: readonly NewPair[],
  shards: number,
  reservations: Reservations,
  caller: Caller,
  attachedTo: (connection: Connection) => readonly Action[],
): Promise<Group> {
  const connections: Connection[] = [];
  const halves: Action[] = [];
  const attached: Action[] = [];
  for (const { connection, ending } of planned) {
    if (ending.length > 0 && connections.length > 0) break;
    if (ending.length > 0) {
      await reservations.readFor(ending);
      for (const { before, after } of ending) reservations.replace(before, after);
    } else if (reservations.isBlocked(connection)) {
      // One in the group has what it needs; it is settled when that one is written.
      continue;
    }
    const extra = attachedTo(connection);
    const own = pairWrites(null, connection, shards, caller);
    const reserved = reservations.changedWith(connection);
    const written = halves.length + own.length + reserved + attached.length + extra.length;
    if (connections.length > 0 && written > maxActions) break;
    const ended = ending.flatMap(({ before, after }) => pairWrites(before, after, shards, caller));
    halves.push(...own, ...ended);
    reservations.replace(null, connection);
    connections.push(connection);
    attached.push(...extra);
    if (ending.length > 0) break;
  }
  return { connections, actions: [...halves, ...reservations.actions()], attached };
}

/** Settles the connections whose keys are taken, and returns whether there were any. */
function settleTaken(
  { connections, actions }: Group,
  { failed }: ConditionsFailed,
  settled: (id: string, result: Written) => void,
): boolean {
  let some = false;
  for (const [at, connection] of connections.entries()) {
    const half = failed.get(2 * at) ? 2 * at : 2 * at + 1;
    const id = failed.get(half);
    if (!id) continue;
    some = true;
    const key = keyOfAction(actions[half] as Action);
    settled(connection.id, id === connection.id ? { connection } : { takenBy: { id, key } });
  }
  return some;
}

/** The keys of what another client changed. */
const keysOfFailed = ({ actions }: Group, { failed }: ConditionsFailed): Key[] =>
  actions.filter((_, at) => failed.has(at)).map(keyOfAction);
