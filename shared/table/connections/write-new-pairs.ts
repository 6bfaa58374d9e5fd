// Writing new connections: as many pairs as fit a transaction, and the result for each of them.
import type { Refusal } from '../../contracts/error-codes.ts';
import type { Connection } from '../../domain/connection-rules.ts';
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
import { externalIdKey, externalIdTaken, holderOfExternalId } from '../pairs/external-id.ts';
import { refusalUnlessLeft } from '../pairs/find-connection.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import {
  memberKey,
  type SeriesChanges,
  type SeriesMember,
  type Sides,
} from '../pairs/series-item.ts';
import { seriesKind } from '../schema.ts';

/** An existing connection that prevents a new one, and the key of one of its halves. */
export interface Taken {
  readonly id: string;
  readonly key: Key;
}

/** What became of a new connection: created, refused, or prevented by another one. */
export type Written =
  | { readonly connection: Connection }
  | { readonly refusal: Refusal }
  | { readonly takenBy: Taken };

/** The member of the series of a new connection that prevents it. */
export const takenBy = ({ record1, record2 }: Sides, member: SeriesMember): Taken => ({
  id: member.id,
  key: memberKey(record1, record2, member),
});

/**
 * Writes new connections, as many whole pairs as fit each transaction, and settles each one: created,
 * or prevented by a connection of its series that collides with it. Of two that collide, the first is created.
 * @param series the series of all of them, as they were read
 * @param attached actions for the same transaction as a connection; for a single connection only
 * @throws Refusal Busy when nothing was written at all; AttachedFailed
 */
export async function writeNewPairs(
  table: Table,
  all: readonly Connection[],
  series: SeriesChanges,
  settle: (id: string, result: Written) => void,
  attached: (connection: Connection) => readonly Action[],
): Promise<void> {
  let pending = [...all];
  /** Which of them have external ids, by the partitions of their items. */
  const keepers = new Map<string, string>();
  const settled = (id: string, result: Written) => {
    const externalId = 'connection' in result && result.connection.externalId;
    if (externalId) keepers.set(externalIdKey(externalId).pk, id);
    pending = pending.filter((one) => one.id !== id);
    settle(id, result);
  };
  while (pending.length > 0) {
    try {
      for (const connection of await writeGroup()) settled(connection.id, { connection });
      series.committed();
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
      () => {
        series.reset();
        for (const connection of pending) {
          const existing = series.collision(connection);
          const { externalId } = connection;
          const holder = externalId && keepers.get(externalIdKey(externalId).pk);
          if (existing) settled(connection.id, { takenBy: takenBy(connection, existing) });
          else if (externalId && holder) {
            settled(connection.id, { refusal: externalIdTaken(externalId, holder) });
          }
        }
        group = takeGroup(pending, table.shards, series, attached);
        return { ...group, result: group.connections };
      },
      {
        limit: retries.newPairs,
        async onConflict(failed) {
          const settledNow = settleTaken(group, failed, settled);
          const settledOrFreed = await settleTakenExternalIds(table, group, failed, settled);
          await series.read(table, seriesAmong(group, failed));
          return settledNow || settledOrFreed;
        },
      },
    );
  }
}

interface Group {
  readonly connections: readonly Connection[];
  /** Two halves of each connection, in order, then the series and the external ids. */
  readonly actions: readonly Action[];
  readonly attached: readonly Action[];
}

function takeGroup(
  pending: readonly Connection[],
  shards: number,
  series: SeriesChanges,
  attachedTo: (connection: Connection) => readonly Action[],
): Group {
  const connections: Connection[] = [];
  const halves: Action[] = [];
  const externalIds: Action[] = [];
  const ofGroup = new Set<string>();
  const attached: Action[] = [];
  let writtenSeries = 0;
  for (const connection of pending) {
    // A duplicate of one in the group is refused when that one is written.
    if (series.collisions(connection).length > 0) continue;
    // So is one with an external id of another one in the group.
    const place = connection.externalId ? externalIdKey(connection.externalId).pk : undefined;
    if (place !== undefined && ofGroup.has(place)) continue;
    const extra = attachedTo(connection);
    const more = series.isChanged(connection) ? 0 : 1;
    const author = { actor: connection.createdBy, now: connection.createdAt };
    const [half, twin, ...ofExternalId] = pairWrites(null, connection, shards, author);
    const own = [half, twin].filter((action) => action !== undefined);
    const written = halves.length + externalIds.length + writtenSeries + attached.length;
    if (written + own.length + ofExternalId.length + more + extra.length > maxActions) break;
    halves.push(...own);
    externalIds.push(...ofExternalId);
    if (place !== undefined) ofGroup.add(place);
    series.replace(null, connection);
    writtenSeries += more;
    connections.push(connection);
    attached.push(...extra);
  }
  return { connections, actions: [...halves, ...series.actions(), ...externalIds], attached };
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

/** Settles the connections whose external ids others have; true if there were any, or one was left over. */
async function settleTakenExternalIds(
  table: Table,
  { connections, actions }: Group,
  failed: ConditionsFailed,
  settled: (id: string, result: Written) => void,
): Promise<boolean> {
  let some = false;
  for (const connection of connections) {
    const { externalId } = connection;
    const holder = holderOfExternalId(actions, failed, connection);
    if (!externalId || holder === undefined) continue;
    some = true;
    const refusal = await refusalUnlessLeft(table, externalId, holder);
    if (refusal) settled(connection.id, { refusal });
  }
  return some;
}

/** The keys of the series that another client changed. */
function seriesAmong({ connections, actions }: Group, { failed }: ConditionsFailed): Key[] {
  const isOfSeries = ({ sk }: Key) => sk.startsWith(`${seriesKind}#`);
  return actions
    .filter((_, at) => at >= 2 * connections.length && failed.has(at))
    .map(keyOfAction)
    .filter(isOfSeries);
}
