// Showing counts: with names, by category, largest first.
import type {
  ConnectionRoleSummary,
  PlayedRoles,
  RecordSummary,
  RecordTypeSummary,
} from '../contracts/count-schemas.ts';
import type { Catalog } from './catalog.ts';
import { type Cells, under } from './counting.ts';

/**
 * Counts read while the stream catches up may pass through a moment below zero, where a change is
 * counted before the one that it follows: shown as none.
 */
const shown = (count: number | undefined) => Math.max(0, count ?? 0);

interface Counted {
  readonly key: string;
  readonly name?: string;
  readonly count: number;
}

/** Largest first; the same order for the same counts. */
function ordered<Item extends { count: number }>(all: Item[], keyOf: (item: Item) => string) {
  return all
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1));
}

const keyed = (all: Counted[]) => ordered(all, ({ key }) => key);

function named(key: string, name: string | undefined, count: number): Counted {
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
    byRole: keyed(under(cells, 'role').map(([id, count]) => named(id, roleName(id), count))),
    byConnectedType: keyed(
      under(cells, 'type').map(([type, count]) => named(type, typeName(type), count)),
    ),
    byCategory: keyed([...byCategory].map(([category, count]) => ({ key: category, count }))),
    byState: keyed(under(cells, 'state').map(([state, count]) => ({ key: state, count }))),
  };
}

export function recordSummary(catalog: Catalog, cells: Cells): RecordSummary {
  return { total: shown(cells.total), ...groupsOf(catalog, cells) };
}

export function recordTypeSummary(catalog: Catalog, cells: Cells): RecordTypeSummary {
  return {
    records: shown(cells.records),
    connections: shown(cells.connections),
    total: shown(cells.total),
    ...groupsOf(catalog, cells),
  };
}

export function connectionRoleSummary(catalog: Catalog, cells: Cells): ConnectionRoleSummary {
  const byRecordType = keyed(
    under(cells, 'type').map(([type, count]) =>
      named(type, catalog.recordTypes.get(type)?.displayName, count),
    ),
  );
  return {
    records: shown(cells.records),
    connections: shown(cells.connections),
    total: shown(cells.total),
    byRecordType: byRecordType.map((one) => ({
      ...one,
      records: shown(cells[`records:${one.key}`]),
    })),
  };
}

/** The roles that a record, or the records of a type, play, each with how often; and their sum. */
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
