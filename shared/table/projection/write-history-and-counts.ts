// Writing history and counts: many changes in a transaction, each counted exactly once.
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
import { type Action, keyOfAction, maxActions, placeOf } from '../engine/commit.ts';
import { isNew } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
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
 * Counts and entries are written in the same transaction, about 50 changes in each; a record's
 * counts are written once a transaction, however many of its connections changed.
 * @throws Refusal Busy when other readers keep counting for the same records; some may be written
 */
export async function project(table: Table, projections: readonly Projection[]): Promise<void> {
  const byEntry = new Map(projections.map((one) => [placeOf(one.entry), one]));
  let pending = [...byEntry.values()];
  while (pending.length > 0) {
    const group = firstGroup(pending);
    await projectGroup(table, group);
    pending = pending.slice(group.length);
  }
}

/** The first projections, as many as are certain to fit one transaction. */
function firstGroup(pending: readonly Projection[]): Projection[] {
  const group: Projection[] = [];
  const touched = new Set<string>();
  let own = 0;
  for (const projection of pending) {
    const more = itemsTouched(projection).filter((name) => !touched.has(name));
    own += 1 + projection.otherWrites.length;
    if (group.length > 0 && own + touched.size + more.length > maxActions) break;
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

async function projectGroup(table: Table, group: readonly Projection[]): Promise<void> {
  let uncounted = group;
  await decide(
    table,
    async () => ({
      actions: uncounted.length > 0 ? await actionsOf(table, uncounted) : [],
      result: undefined,
    }),
    {
      onConflict({ failed }) {
        // The entries come first: a projection whose entry exists is counted already.
        const before = uncounted.length;
        uncounted = uncounted.filter((_, index) => !failed.has(index));
        return uncounted.length < before;
      },
    },
  );
}

/** The entries, in order, then the counts. */
async function actionsOf(table: Table, group: readonly Projection[]): Promise<Action[]> {
  const types = new Map<string, Cells>();
  const roles = new Map<string, Cells>();
  for (const one of group) {
    addAll(types, one.types);
    addAll(roles, one.roles);
  }
  const counts: Action[] = [];
  for (const { record, before, after, newRevision } of await summariesAfter(table, group)) {
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
    ...group.map(({ entry }): Action => ({ put: entry, when: isNew })),
    ...others.values(),
    ...counts,
    ...additions(items.typeCounts, types),
    ...additions(items.roleCounts, roles),
  ];
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
async function summariesAfter(
  table: Table,
  group: readonly Projection[],
): Promise<SummaryChange[]> {
  const added = new Map<string, { record: RecordReference; cells: Cells; last: string }>();
  for (const { record, entry } of group) {
    if (!record || Object.keys(record.added).length === 0) continue;
    const cells = sum(added.get(recordPath(record))?.cells ?? {}, record.added);
    added.set(recordPath(record), { record, cells, last: entry.sk });
  }
  const keys = [...added.values()].map(({ record }) => summaryKey(record));
  const found = new Map(
    (await itemsAt(table, keys, { consistent: true })).map((item) => [item.pk, item]),
  );
  return [...added.values()].map(({ record, cells, last }) => {
    const before = summaryOf(found.get(summaryKey(record).pk));
    return { record, before, after: sum(before.cells, cells), newRevision: last };
  });
}
