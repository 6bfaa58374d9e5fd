// Counts as the API returns them: with names, by category, largest first.

import type {
  ConnectionRoleSummary,
  PlayedRoles,
  RecordSummary,
  RecordTypeSummary,
} from '../contracts/answers/count-answers.ts';
import type { Catalog } from './catalog.ts';
import { type Cells, under } from './counting.ts';

/**
 * While the stream catches up, a count can be below zero for a moment, because a later change was
 * counted before an earlier one. It is then returned as 0.
 */
const nonNegative = (count: number | undefined) => Math.max(0, count ?? 0);

interface Counted<Key = string> {
  readonly key: Key;
  readonly name?: string;
  readonly count: number;
}

/** Largest first; equal counts in the order of their keys, null last. */
function ordered<Item extends { count: number }>(
  all: Item[],
  keyOf: (item: Item) => string | null,
) {
  const isBefore = (a: string | null, b: string | null) => a !== null && (b === null || a < b);
  return all
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (isBefore(keyOf(a), keyOf(b)) ? -1 : 1));
}

const sortedByCount = <Key extends string | null>(all: Counted<Key>[]) =>
  ordered(all, ({ key }) => key);

/**
 * The counts with what is missing to the total under null: the sides without a role. Nothing stores
 * their number, so it is as exact as the counts that it is derived from.
 */
function completed(total: number | undefined, all: readonly Counted[]): Counted<string | null>[] {
  const named = all.reduce((sum, { count }) => sum + count, 0);
  return sortedByCount([...all, { key: null, count: (total ?? 0) - named }]);
}

function counted(key: string, name: string | undefined, count: number): Counted {
  return { key, ...(name !== undefined && { name }), count };
}

/** The groups of a record's or a type's counts. */
function groupsOf(catalog: Catalog, cells: Cells) {
  const byCategory = new Map<string, number>();
  for (const [role, count] of under(cells, 'role')) {
    const category = catalog.roles.get(role)?.category;
    if (category !== undefined) byCategory.set(category, (byCategory.get(category) ?? 0) + count);
  }
  const roleName = (id: string) => catalog.roles.get(id)?.name;
  const typeName = (type: string) => catalog.recordTypes.get(type)?.displayName;
  return {
    byRole: completed(
      cells.total,
      under(cells, 'role').map(([id, count]) => counted(id, roleName(id), count)),
    ),
    byConnectedType: sortedByCount(
      under(cells, 'type').map(([type, count]) => counted(type, typeName(type), count)),
    ),
    byCategory: completed(
      cells.total,
      [...byCategory].map(([category, count]) => ({ key: category, count })),
    ),
    byState: sortedByCount(under(cells, 'state').map(([state, count]) => ({ key: state, count }))),
  };
}

export function recordSummary(catalog: Catalog, cells: Cells): RecordSummary {
  return { total: nonNegative(cells.total), ...groupsOf(catalog, cells) };
}

export function recordTypeSummary(catalog: Catalog, cells: Cells): RecordTypeSummary {
  return {
    records: nonNegative(cells.records),
    connections: nonNegative(cells.connections),
    total: nonNegative(cells.total),
    ...groupsOf(catalog, cells),
  };
}

export function connectionRoleSummary(catalog: Catalog, cells: Cells): ConnectionRoleSummary {
  const byRecordType = sortedByCount(
    under(cells, 'type').map(([type, count]) =>
      counted(type, catalog.recordTypes.get(type)?.displayName, count),
    ),
  );
  return {
    records: nonNegative(cells.records),
    connections: nonNegative(cells.connections),
    total: nonNegative(cells.total),
    byRecordType: byRecordType.map((one) => ({
      ...one,
      records: nonNegative(cells[`records:${one.key}`]),
    })),
  };
}

/** The roles that a record, or the records of a type, play, with their counts and the sum. */
export function playedRoles(catalog: Catalog, cells: Cells): PlayedRoles {
  const items = ordered(
    under(cells, 'role').map(([roleId, count]) => {
      const role = catalog.roles.get(roleId);
      return { roleId, roleName: role?.name ?? null, category: role?.category ?? null, count };
    }),
    ({ roleId }) => roleId,
  );
  return { items, total: items.reduce((total, { count }) => total + count, 0) };
}
