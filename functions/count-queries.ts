// The operations that read counts.
import type { RecordReference } from '../shared/contracts/identifiers.ts';
import type { RoutesOf } from '../shared/contracts/routes.ts';
import type { Catalog } from '../shared/domain/catalog.ts';
import { existingRole } from '../shared/domain/connection-roles.ts';
import { noSuchType } from '../shared/domain/record-types.ts';
import {
  connectionRoleSummary,
  playedRoles,
  recordSummary,
  recordTypeSummary,
} from '../shared/domain/summaries.ts';
import { currentCatalog, recentCatalog } from '../shared/table/catalog.ts';
import { countsOfRecord, countsOfRole, countsOfType, roleHolders } from '../shared/table/counts.ts';
import { cursorsOf } from './cursors.ts';
import type { Operations } from './http.ts';
import { pageAnswer } from './http-answer.ts';
import { table } from './table.ts';

type CountQuery = Extract<
  RoutesOf<'queries'>,
  `get${string}Summary` | 'listRolesOfRecord' | 'listRolesOfRecordType' | 'listRecordsOfRole'
>;

export const countQueries: Pick<Operations<'queries'>, CountQuery> = {
  async getRecordSummary({ params }) {
    const [cells, catalog] = await Promise.all([
      countsOfRecord(table, params),
      recentCatalog(table),
    ]);
    return { status: 200, body: recordSummary(catalog, cells) };
  },

  async listRolesOfRecord({ params }) {
    const [cells, catalog] = await Promise.all([
      countsOfRecord(table, params),
      recentCatalog(table),
    ]);
    return { status: 200, body: playedRoles(catalog, cells) };
  },

  async getRecordTypeSummary({ params: { type } }) {
    const catalog = await catalogWithType(type);
    return { status: 200, body: recordTypeSummary(catalog, await countsOfType(table, type)) };
  },

  async listRolesOfRecordType({ params: { type } }) {
    const catalog = await catalogWithType(type);
    return { status: 200, body: playedRoles(catalog, await countsOfType(table, type)) };
  },

  async getConnectionRoleSummary({ params: { id } }) {
    const catalog = await catalogWithRole(id);
    return { status: 200, body: connectionRoleSummary(catalog, await countsOfRole(table, id)) };
  },

  async listRecordsOfRole({ params: { id }, query: { recordType, limit, cursor }, url }) {
    await catalogWithRole(id);
    const walk = cursorsOf('listRecordsOfRole', { id, recordType });
    const after = walk.open(cursor) as RecordReference | undefined;
    const { items, position } = await roleHolders(table, id, recordType, limit, after);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },
};

/** @throws Refusal NotFound for a type that is not there, also not since a second ago */
async function catalogWithType(type: string): Promise<Catalog> {
  const recent = await recentCatalog(table);
  if (recent.recordTypes.has(type)) return recent;
  const current = await currentCatalog(table);
  if (!current.recordTypes.has(type)) throw noSuchType(type);
  return current;
}

/** @throws Refusal NotFound for a role that is not there, also not since a second ago */
async function catalogWithRole(id: string): Promise<Catalog> {
  const recent = await recentCatalog(table);
  if (recent.roles.has(id)) return recent;
  const current = await currentCatalog(table);
  existingRole(current, id);
  return current;
}
