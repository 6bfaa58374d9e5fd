// Repairing what is stored about the connections of two records.

import type { PairProblem } from '../../contracts/answers/repair-answers.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection, ExternalId } from '../../domain/connection-rules.ts';
import { type Half, sideNames } from '../../domain/perspective.ts';
import { type Action, keyOfAction, maxActions, placeOf } from '../engine/commit.ts';
import { isNew, isStill, isStillHalf } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { externalIdKey, keeperOf } from '../pairs/external-id.ts';
import { halfItem, halfKey } from '../pairs/half-item.ts';
import { voidedList } from '../pairs/limit-item.ts';
import { memberOf, type SeriesMember, seriesKey } from '../pairs/series-item.ts';
import { type Inspection, inspectPair } from './inspect-pair.ts';

export interface PairRepair {
  /** The problems before the repair. */
  readonly found: readonly PairProblem[];
  /** Those that remain: they cannot be decided, are an overlap, or are about halves without `halves`. */
  readonly left: readonly PairProblem[];
}

/**
 * Writes the series of two records again from their connections and, with `halves`, completes torn
 * pairs: the highest version wins and is written to both halves; halves of a deleted connection are
 * removed. Each write has the condition that the item is still as read. Running it again does no harm.
 * @throws Refusal Busy
 */
export async function repairPair(
  table: Table,
  record1: RecordReference,
  record2: RecordReference,
  { halves }: { readonly halves: boolean },
): Promise<PairRepair> {
  const { found, kept, keptFor } = await decide(table, async () => {
    const inspection = await inspectPair(table, record1, record2);
    const torn = inspection.problems.filter(({ kind }) => kind === 'halves');
    // Without the halves, the series of a torn connection stays as it is, too.
    const kept = new Set([
      ...inspection.undecided,
      ...(halves ? [] : torn.map(({ connectionId }) => connectionId)),
    ]);
    const actions = [
      ...(halves ? halfActions(inspection, table.shards) : []),
      ...seriesActions(inspection, kept),
      ...externalIdActions(inspection),
      ...(halves && torn.length > 0 ? limitActions(inspection) : []),
    ];
    const transactions: Action[][] = [];
    for (let from = 0; from < actions.length; from += maxActions) {
      transactions.push(actions.slice(from, from + maxActions));
    }
    return {
      earlier: transactions.slice(0, -1),
      actions: transactions.at(-1) ?? [],
      result: { found: inspection.problems, kept, keptFor: inspection.keptFor },
    };
  });
  const isRepaired = ({ connectionId, kind }: PairProblem) =>
    (kind === 'series' && !kept.has(connectionId)) ||
    (kind === 'externalId' && keptFor.get(connectionId) === undefined) ||
    (kind === 'halves' && halves);
  return { found, left: found.filter((problem) => !isRepaired(problem)) };
}

/** The writes that leave exactly two equal halves of each connection that is decided. */
function halfActions({ halves, wanted, undecided }: Inspection, shards: number): Action[] {
  const stored = new Map(halves.map((half) => [placeOf(halfKey(half)), half]));
  const right = new Map(
    wanted.flatMap((connection) =>
      sideNames.map((side): [string, Half] => {
        const half = { connection, side };
        return [placeOf(halfKey(half)), half];
      }),
    ),
  );
  const puts = [...right].flatMap(([place, half]): Action[] => {
    const now = stored.get(place);
    if (now?.side === half.side && isSame(now.connection, half.connection)) return [];
    return [{ put: halfItem(half, shards), when: now ? isStillHalf(now.connection) : isNew }];
  });
  const removals = [...stored].flatMap(([place, half]): Action[] => {
    if (right.has(place) || undecided.has(half.connection.id)) return [];
    return [{ remove: halfKey(half), when: isStillHalf(half.connection) }];
  });
  return [...puts, ...removals];
}

/** Keeps the external ids that are kept for no connection. One that is kept for another cannot be decided. */
const externalIdActions = ({ wanted, keptFor }: Inspection): Action[] =>
  wanted
    .filter(({ id }) => keptFor.has(id) && keptFor.get(id) === undefined)
    .map((connection) => {
      const { pk, sk } = externalIdKey(connection.externalId as ExternalId);
      return { put: { pk, sk, ...keeperOf(connection) }, when: isNew };
    });

/** Voids the lists of the limits that the connections need: a part of a transaction may be missing in them, too. */
function limitActions({ wanted }: Inspection): Action[] {
  const places = wanted.flatMap(({ record1, record2 }) => [
    { record: record1, roleId: record2.roleId },
    { record: record2, roleId: record1.roleId },
  ]);
  const lists = places.flatMap(({ record, roleId }) =>
    roleId === null ? [] : [voidedList({ record, roleId })],
  );
  return [...new Map(lists.map((list) => [placeOf(keyOfAction(list)), list])).values()];
}

const isSame = (one: Connection, other: Connection) =>
  JSON.stringify(one) === JSON.stringify(other);

/** The writes that make the series list the connections as they should be, and keep some as they are. */
function seriesActions({ series, wanted }: Inspection, kept: ReadonlySet<string>): Action[] {
  const right = new Map<string, { key: ReturnType<typeof seriesKey>; members: SeriesMember[] }>();
  const add = (key: ReturnType<typeof seriesKey>, member: SeriesMember) => {
    const { members = [] } = right.get(placeOf(key)) ?? {};
    right.set(placeOf(key), { key, members: [...members, member] });
  };
  for (const { key, members } of series.values()) {
    for (const member of members) if (kept.has(member.id)) add(key, member);
  }
  for (const connection of wanted) {
    if (!kept.has(connection.id)) add(seriesKey(connection), memberOf(connection));
  }

  const places = new Set([...series.keys(), ...right.keys()]);
  return [...places].flatMap((place): Action[] => {
    const [now, after] = [series.get(place), right.get(place)];
    if (textOf(now?.members) === textOf(after?.members)) return [];
    const when = isStill(now && { members: now.members }, 'members');
    if (after) return [{ put: { ...after.key, members: after.members }, when }];
    return now ? [{ remove: now.key, when }] : [];
  });
}

const textOf = (members: readonly SeriesMember[] = []) =>
  members
    .map(({ id, title = '', start = '', end = '' }) => `${id} ${start}/${end} ${title}`)
    .sort()
    .join();
