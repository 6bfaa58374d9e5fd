// Writing history, counts and the feed: many changes in a transaction, each counted and announced exactly once.
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import {
  add,
  addedByHolder,
  type Cells,
  type CellsByName,
  rolesStartedOrStopped,
  sum,
  under,
} from '../../domain/counting.ts';
import { type Action, type Item, keyOfAction, maxActions, placeOf } from '../engine/commit.ts';
import { isNew } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { retries, waits } from '../engine/retries.ts';
import {
  earlierEntries,
  inFeed,
  noLongerWaiting,
  partsBefore,
  separateWaiting,
} from '../feed/earlier-changes.ts';
import { moveFrom, nextPlace, placeUsed } from '../feed/next-place.ts';
import { maxSegmentBytes, type Place, segmentPut } from '../feed/segment.ts';
import { countParts, items } from '../schema.ts';
import type { Projection } from './history-and-counts.ts';
import {
  heldRoleWrite,
  type Summary,
  summaryKey,
  summaryOf,
  summaryWrite,
} from './record-summary.ts';

/**
 * Writes projections, each exactly once: those whose history entry exists already are left out.
 * Counts, events of the feed and entries are written in the same transaction, about 50 changes in each; a
 * record's counts are written once a transaction, however many of its connections changed.
 * @param feedDays how long the feed keeps events
 * @returns projections that were not written, because the change of the connection before theirs is not yet
 * @throws Refusal Busy when other readers keep counting for the same records; some may be written
 */
export async function project(
  table: Table,
  projections: readonly Projection[],
  feedDays: number,
): Promise<Projection[]> {
  const byEntry = new Map(projections.map((one) => [placeOf(one.entry), one]));
  let pending = earlierFirst([...byEntry.values()]);
  const waiting: Projection[] = [];
  while (pending.length > 0) {
    const group = firstGroup(pending);
    waiting.push(...(await projectGroup(table, group, feedDays)));
    pending = pending.slice(group.length);
  }
  return waiting;
}

/** The same projections, those of one connection in the order of its versions. */
function earlierFirst(all: readonly Projection[]): Projection[] {
  const byConnection = Map.groupBy(all, ({ entry, announced }) => announced && entry.about);
  byConnection.delete(undefined);
  const inOrder = new Map(
    [...byConnection].map(([id, some]) => [
      id,
      some.sort((one, other) => Number(one.entry.version) - Number(other.entry.version)).values(),
    ]),
  );
  return all.map((one) => {
    const next = one.announced && inOrder.get(one.entry.about)?.next();
    return next && !next.done ? next.value : one;
  });
}

/** The first projections, as many as are certain to fit one transaction and one segment of the feed. */
function firstGroup(pending: readonly Projection[]): Projection[] {
  const group: Projection[] = [];
  const touched = new Set<string>();
  // The segment.
  let own = 1;
  let bytes = 0;
  for (const projection of pending) {
    const more = itemsTouched(projection).filter((name) => !touched.has(name));
    own += 1 + projection.otherWrites.length;
    bytes += Buffer.byteLength(projection.announced?.text ?? '') + 1;
    const isFull = own + touched.size + more.length > maxActions || bytes > maxSegmentBytes;
    if (group.length > 0 && isFull) break;
    for (const name of more) touched.add(name);
    group.push(projection);
  }
  return group;
}

/** The shared items, in addition to its own, that a projection may write. */
function itemsTouched({ record, types, roles }: Projection): string[] {
  const counted = record && Object.keys(record.added).length > 0 ? record : undefined;
  const own = counted ? recordPath(counted) : '';
  return [
    ...(counted ? [own, ...under(counted.added, 'role').map(([role]) => `${own} ${role}`)] : []),
    ...[...types.keys()].map((type) => `type ${type}`),
    ...[...roles.keys()].map((role) => `role ${role}`),
  ];
}

/** Writes a group in one transaction; returns those that still wait after a moment. */
async function projectGroup(
  table: Table,
  group: readonly Projection[],
  feedDays: number,
): Promise<readonly Projection[]> {
  let left = await writeReady(table, group, feedDays);
  for (const wait of waits.earlierChange) {
    if (left.length === 0) break;
    await table.pause(wait);
    left = await writeReady(table, left, feedDays);
  }
  return left;
}

/** Writes those whose earlier change is written; returns the others. */
async function writeReady(
  table: Table,
  group: readonly Projection[],
  feedDays: number,
): Promise<readonly Projection[]> {
  let uncounted = group;
  let tried: Attempt = { ready: [], place: undefined };
  const waiting = await decide(
    table,
    async () => {
      const found = await readFor(table, uncounted);
      const { ready, waiting } = separateWaiting(table, uncounted, found);
      const place = ready.some(({ announced }) => announced) ? await nextPlace(table) : undefined;
      tried = { ready, place };
      const actions = ready.length > 0 ? actionsOf(table, tried, found, feedDays) : [];
      return { actions, result: waiting };
    },
    {
      limit: retries.projection,
      async onConflict({ failed }) {
        const { ready, place } = tried;
        // The entries come first: a projection whose entry exists is counted already.
        const counted = new Set(ready.filter((_, index) => failed.has(index)));
        noLongerWaiting(table, [...counted]);
        uncounted = uncounted.filter((one) => !counted.has(one));
        const isTaken = place !== undefined && failed.has(ready.length);
        if (isTaken) await moveFrom(table, place);
        return isTaken || counted.size > 0;
      },
    },
  );
  if (tried.place) placeUsed(table, tried.place);
  noLongerWaiting(table, tried.ready);
  return waiting;
}

interface Attempt {
  readonly ready: readonly Projection[];
  /** Where their events go, if they have any. */
  readonly place: Place | undefined;
}

/** The counts of the group's records, and the entries of the changes before theirs. */
async function readFor(table: Table, group: readonly Projection[]): Promise<Found> {
  const summaries = group.flatMap(({ record }) =>
    record && Object.keys(record.added).length > 0 ? summaryKey(record) : [],
  );
  const keys = [...summaries, ...earlierEntries(group)];
  const unique = [...new Map(keys.map((key) => [placeOf(key), key])).values()];
  const found = await itemsAt(table, unique, { consistent: true });
  return new Map(found.map((item) => [placeOf(item as Item), item]));
}

/** Items by place. */
type Found = ReadonlyMap<string, Record<string, unknown>>;

/** The entries, in order, then the segment of the feed, then the counts. */
function actionsOf(
  table: Table,
  { ready: group, place }: Attempt,
  found: Found,
  feedDays: number,
): Action[] {
  const types = new Map<string, Cells>();
  const roles = new Map<string, Cells>();
  for (const one of group) {
    addAll(types, one.types);
    addAll(roles, one.roles);
  }
  const counts: Action[] = [];
  for (const { record, before, after, newRevision } of summariesAfter(group, found)) {
    addAll(roles, addedByHolder(record.type, before.cells, after));
    counts.push(summaryWrite(record, before, after, newRevision));
    for (const [role, holds] of rolesStartedOrStopped(before.cells, after)) {
      counts.push(heldRoleWrite(record, role, holds, table.shards));
    }
  }
  // Several changes of a connection may write the same item: the last one counts.
  const others = new Map(
    group.flatMap(({ otherWrites }) =>
      otherWrites.map((write) => [placeOf(keyOfAction(write)), write] as const),
    ),
  );
  // A random part, so that readers of different stream shards rarely write the same item.
  const part = Math.floor(table.random() * countParts(table.shards));
  const additions = (of: typeof items.typeCounts | typeof items.roleCounts, all: CellsByName) =>
    [...all].map(([name, amounts]): Action => {
      return { add: { pk: of.partition(name), sk: of.sort(part) }, amounts };
    });
  return [
    ...group.map(({ entry, announced }): Action => {
      return { put: { ...entry, ...(announced && place && inFeed(place)) }, when: isNew };
    }),
    ...(place ? [segmentOf(table, group, place, found, feedDays)] : []),
    ...others.values(),
    ...counts,
    ...additions(items.typeCounts, types),
    ...additions(items.roleCounts, roles),
  ];
}

function segmentOf(
  table: Table,
  group: readonly Projection[],
  place: Place,
  found: Found,
  feedDays: number,
): Action {
  const texts = group.flatMap(({ announced }) => announced?.text ?? []);
  return segmentPut(table, place, texts, partsBefore(group, found, place.part), feedDays);
}

function addAll(all: Map<string, Cells>, more: CellsByName): void {
  for (const [name, cells] of more) add(all, name, cells);
}

interface SummaryChange {
  readonly record: RecordReference;
  readonly before: Summary;
  readonly after: Cells;
  /** The key of the last entry counted, which no other write has. */
  readonly newRevision: string;
}

/** The counts of the group's records, before and after it. */
function summariesAfter(group: readonly Projection[], found: Found): SummaryChange[] {
  const added = new Map<string, { record: RecordReference; cells: Cells; last: string }>();
  for (const { record, entry } of group) {
    if (!record || Object.keys(record.added).length === 0) continue;
    const cells = sum(added.get(recordPath(record))?.cells ?? {}, record.added);
    added.set(recordPath(record), { record, cells, last: entry.sk });
  }
  return [...added.values()].map(({ record, cells, last }) => {
    const before = summaryOf(found.get(placeOf(summaryKey(record))));
    return { record, before, after: sum(before.cells, cells), newRevision: last };
  });
}
