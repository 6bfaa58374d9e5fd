// Writing new connections: as many pairs as fit a transaction, and the result for each of them.
import type { Refusal } from '../../contracts/error-codes.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { limitAdvice, replacement, replacementFault } from '../../domain/limit-rule.ts';
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
import { limitRefusal, type Reservations, type UsedUp } from '../pairs/reservations.ts';
import { memberKey, type SeriesMember, type Sides } from '../pairs/series-item.ts';

/** An existing connection that prevents a new one, and the key of one of its halves. */
export interface Taken {
  readonly id: string;
  readonly key: Key;
}

/** What became of a new connection: created, refused, or prevented by another one. */
export type Written = { readonly connection: Connection } | Prevented;
type Prevented = { readonly refusal: Refusal } | { readonly takenBy: Taken };

/** The member of the series of a new connection that prevents it. */
export const takenBy = ({ record1, record2 }: Sides, member: SeriesMember): Taken => ({
  id: member.id,
  key: memberKey(record1, record2, member),
});

/** New connections to write. */
export interface NewPairs {
  readonly pending: readonly Connection[];
  /** The ids of those that may end the connections that use up a limit. */
  readonly replacing: ReadonlySet<string>;
  /** Who writes them. */
  readonly caller: Caller;
}

/** A new connection that is to be written, and the ones that end in the same transaction. */
interface Planned {
  readonly connection: Connection;
  readonly ending: readonly { readonly before: Connection; readonly after: Connection }[];
}

/** The most connections that one new connection replaces: each takes up to 5 of the 100 actions. */
const mostReplaced = 18;

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
        const planned: Planned[] = [];
        for (const connection of pending) {
          const one = await planOf(connection);
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

  /** Whether a connection can be written, apart from the others that are pending. */
  async function planOf(connection: Connection): Promise<Planned | Prevented> {
    const existing = reservations.collision(connection);
    if (existing) return { takenBy: takenBy(connection, existing) };
    const refusal = await reservations.externalIdRefusal(connection);
    if (refusal) return { refusal };
    const usedUp = await reservations.limitUsedUp(connection, null);
    if (!usedUp) return { connection, ending: [] };
    const planned = await replacementOf(connection, usedUp);
    if (replacing.has(connection.id)) return planned;
    const advice = limitAdvice(usedUp.by.length, 'ending' in planned);
    return { refusal: limitRefusal(usedUp, advice) };
  }

  /** The connection with its start, and those that it ends: those that use up its places from then on. */
  async function replacementOf(
    connection: Connection,
    before: UsedUp,
  ): Promise<Planned | Prevented> {
    const started = replacement(connection, caller.now.slice(0, 10));
    const usedUp = started === connection ? before : await reservations.limitUsedUp(started, null);
    if (!usedUp) return { connection: started, ending: [] };
    const tooMany =
      usedUp.by.length > mostReplaced
        ? `at most ${mostReplaced} can be replaced at once, but ${usedUp.by.length} would have to end`
        : undefined;
    const fault = replacementFault(started, usedUp.by) ?? tooMany;
    if (fault) return { refusal: limitRefusal(usedUp, fault) };
    const { actor: modifiedBy, now: modifiedAt } = caller;
    const ending = usedUp.by.map((before) => ({
      before,
      after: {
        ...before,
        effectiveEnd: started.effectiveStart,
        ...{ modifiedAt, modifiedBy, version: before.version + 1 },
      },
    }));
    return { connection: started, ending };
  }
}

interface Group {
  readonly connections: readonly Connection[];
  /** Two halves of each connection, in order, then those of connections that end, then what all reserve. */
  readonly actions: readonly Action[];
  readonly attached: readonly Action[];
}

async function takeGroup(
  planned: readonly Planned[],
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
