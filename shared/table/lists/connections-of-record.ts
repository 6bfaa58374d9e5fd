// Lists a record's connections, strongly consistent, from one partition of the table.

import type { OrderBy } from '../../contracts/connection-query-schemas.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Catalog } from '../../domain/catalog.ts';
import { mostSorted, tooManyToSort } from '../../domain/connection-order.ts';
import type { Cells } from '../../domain/counting.ts';
import type { Table } from '../engine/open-table.ts';
import { assertRecordExists } from '../records/read-records.ts';
import { fillPage, type HalfReader, type HalvesRead, type ListConditions } from './fill-page.ts';
import { PairHalfReader } from './pair-half-reader.ts';
import { RecordHalfReader } from './record-half-reader.ts';
import { SortedHalfReader, type SortedPosition } from './sorted-half-reader.ts';

/**
 * One page of a record's connections, in the order of the table's keys: own role, connected type,
 * connected id. `after` is the position at which an earlier page ended.
 *
 * 1 Query if the conditions fix the role, the role and the type, or nothing; 1 Query and 1 BatchGetItem
 * between two records; otherwise 1 Query more for each role that has to be skipped. A filter also reads the connected records: 1 BatchGetItem for
 * each 100 records that meet the other conditions. Both have the bounds of fillPage. If the first page is
 * empty, 1 BatchGetItem of the record. A merged record is refused at once, but a list with a
 * condition on the role of a record whose connections have not all moved yet shows the rest of them.
 * @throws Refusal NotFound when the record does not exist; RecordMerged
 */
export async function connectionsOf(
  table: Table,
  catalog: Catalog,
  record: RecordReference,
  conditions: ListConditions,
  limit: number,
  after?: string,
): Promise<HalvesRead<string>> {
  const reader = readerOf(table, catalog, record, conditions, after);
  return existingPage(table, record, reader, conditions, limit, after === undefined);
}

/** A page of a record's connections; if the first one shows none, the record must exist. */
async function existingPage<Position>(
  table: Table,
  record: RecordReference,
  reader: HalfReader<Position>,
  conditions: ListConditions,
  limit: number,
  isFirst: boolean,
): Promise<HalvesRead<Position>> {
  const page = await fillPage(table, reader, conditions, limit, true);
  if (isFirst && isEmpty(page)) await assertRecordExists(table, record);
  return page;
}

/** Whether a first page shows no connections at all: the record may not exist, or may have been merged. */
export const isEmpty = ({ items, position }: HalvesRead<unknown>): boolean =>
  items.length === 0 && position === undefined;

/**
 * One page of a record's connections, sorted by a field. Reads all that the conditions on the keys select, at most 1,000,
 * for each page: about 115 read units for 1,000.
 * @throws Refusal TooManyToSort; those of connectionsOf
 */
export async function sortedConnectionsOf(
  table: Table,
  catalog: Catalog,
  record: RecordReference,
  conditions: ListConditions,
  orderBy: OrderBy,
  limit: number,
  after?: SortedPosition,
): Promise<HalvesRead<SortedPosition>> {
  const reader = readerOf(table, catalog, record, conditions);
  const sorted = new SortedHalfReader(reader, orderBy, after);
  return existingPage(table, record, sorted, conditions, limit, after === undefined);
}

/**
 * Refuses to sort a record's connections if its counts say that there are too many: saves reading them.
 * @throws Refusal TooManyToSort
 */
export function assertSortable(cells: Cells, catalog: Catalog, conditions: ListConditions): void {
  const count = coveredBy(cells, catalog, conditions);
  if (count > mostSorted) throw tooManyToSort(count);
}

/** How many connections the conditions on the keys select, if the counts say it; otherwise 0. */
function coveredBy(cells: Cells, catalog: Catalog, conditions: ListConditions): number {
  const { connectedType, connectedId } = conditions;
  if (connectedId !== undefined) return 0;
  const roleIds = allowedRoles(catalog, conditions);
  if (roleIds === undefined) {
    return cells[connectedType === undefined ? 'total' : `type:${connectedType}`] ?? 0;
  }
  if (connectedType !== undefined) return 0;
  return roleIds.reduce((sum, id) => sum + (cells[`role:${id}`] ?? 0), 0);
}

/** The reader of the connections that the conditions on the keys select. */
export function readerOf(
  table: Table,
  catalog: Catalog,
  record: RecordReference,
  conditions: ListConditions,
  after?: string,
): HalfReader<string> {
  const { connectedType, connectedId, connectedRoleId } = conditions;
  const keyConditions = {
    roleIds: allowedRoles(catalog, conditions),
    connectedType,
    connectedId,
    connectedRoleIds: connectedRoleId === undefined ? undefined : [connectedRoleId],
  };
  const other = connectedRecord(conditions);
  return other
    ? new PairHalfReader(table, record, other, keyConditions, after)
    : new RecordHalfReader(table, record, keyConditions, after);
}

/** The connected record that the conditions name, if they name one. */
export const connectedRecord = ({
  connectedType: type,
  connectedId: id,
}: Pick<ListConditions, 'connectedType' | 'connectedId'>): RecordReference | undefined =>
  type === undefined || id === undefined ? undefined : { type, id };

/** The own roles that the conditions allow, null for no role; undefined if they do not restrict them. */
export function allowedRoles(
  catalog: Catalog,
  { roleId, category }: Pick<ListConditions, 'roleId' | 'category'>,
): (string | null)[] | undefined {
  if (category === undefined) return roleId === undefined ? undefined : [roleId];
  return [...catalog.roles.values()]
    .filter((role) => role.category === category && (roleId === undefined || role.id === roleId))
    .map((role) => role.id);
}
