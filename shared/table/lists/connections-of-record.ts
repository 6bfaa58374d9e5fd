// Lists a record's connections, strongly consistent, from one partition of the table.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Half } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { assertRecordExists } from '../records/read-records.ts';
import { fillPage, type ListConditions } from './fill-page.ts';
import { PairHalfReader } from './pair-half-reader.ts';
import { RecordHalfReader } from './record-half-reader.ts';

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
): Promise<Page<Half> & { position?: string }> {
  const { connectedType, connectedId, connectedRoleId } = conditions;
  const keyConditions = {
    roleIds: allowedRoles(catalog, conditions),
    connectedType,
    connectedId,
    connectedRoleIds: connectedRoleId === undefined ? undefined : [connectedRoleId],
  };
  const other = connectedRecord(conditions);
  const reader = other
    ? new PairHalfReader(table, record, other, keyConditions, after)
    : new RecordHalfReader(table, record, keyConditions, after);
  const page = await fillPage(table, reader, conditions, limit, true);
  // If the first page is empty, the record may not exist, or may have been merged.
  if (page.items.length === 0 && page.position === undefined && after === undefined) {
    await assertRecordExists(table, record);
  }
  return page;
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
