// The operations that read counts.
import type { RoutesOf } from '../../shared/contracts/routes.ts';
import {
  connectionRoleSummary,
  playedRoles,
  recordSummary,
  recordTypeSummary,
} from '../../shared/domain/count-summaries.ts';
import { recentCatalog } from '../../shared/table/catalog/stored-catalog.ts';
import {
  countsOfRecord,
  countsOfRole,
  countsOfType,
  type HolderPosition,
  roleHolders,
} from '../../shared/table/projection/read-counts.ts';
import { pageAnswer } from '../http/http-answer.ts';
import type { Operations } from '../http/http-entry.ts';
import { cursorsOf } from '../http/list-cursors.ts';
import { table } from '../runtime/own-table.ts';
import { catalogWithRole, catalogWithType } from './named-in-path.ts';

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
    const after = walk.open(cursor) as HolderPosition | undefined;
    const { items, position } = await roleHolders(table, id, recordType, limit, after);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },
};
