// A record's connections, page by page, strongly consistent, from one partition of the table.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Half } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { assertRecordExists } from '../records/read-records.ts';
import { fillPage, type Question } from './fill-page.ts';
import { RecordWalk } from './record-walk.ts';

/**
 * One page of a record's connections, in the order of the table's keys: own role, connected type,
 * connected id. `after` is the position an earlier page ended at.
 *
 * 1 Query when the question fixes the role, the role and the type, or nothing; otherwise one more
 * for each role that has to be skipped. A filter reads the connected records besides: 1 BatchGetItem
 * for each 100 that no condition before it has ruled out. Both are bounded, see fillPage.
 * @throws Refusal NotFound when the record does not exist
 */
export async function connectionsOf(
  table: Table,
  catalog: Catalog,
  record: RecordReference,
  question: Question,
  limit: number,
  after?: string,
): Promise<Page<Half> & { position?: string }> {
  const { connectedType, connectedId, connectedRoleId } = question;
  const wanted = {
    roleIds: rolesAsked(catalog, question),
    connectedType,
    connectedId,
    connectedRoleIds: connectedRoleId === undefined ? undefined : [connectedRoleId],
  };
  const walk = new RecordWalk(table, record, wanted, after);
  const page = await fillPage(table, walk, question, limit, true);
  // An empty first page may mean that there is no such record.
  if (page.items.length === 0 && page.position === undefined && after === undefined) {
    await assertRecordExists(table, record);
  }
  return page;
}

/** The own roles that a question allows; undefined when it does not ask about them. */
export function rolesAsked(
  catalog: Catalog,
  { roleId, category }: Pick<Question, 'roleId' | 'category'>,
): string[] | undefined {
  if (category === undefined) return roleId === undefined ? undefined : [roleId];
  return [...catalog.roles.values()]
    .filter((role) => role.category === category && (roleId === undefined || role.id === roleId))
    .map((role) => role.id);
}
