// The operations that read counts.
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { RoutesOf } from '../../shared/contracts/routes.ts';
import {
  connectionRoleSummary,
  playedRoles,
  recordSummary,
  recordTypeSummary,
} from '../../shared/domain/count-summaries.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  countsOfRecord,
  countsOfRole,
  countsOfType,
  type HolderPosition,
  roleHolders,
} from '../../shared/table/projection/read-counts.ts';
import type { Operations } from '../http/http-entry.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';
import { catalogWithRole, catalogWithType, wholeQuery } from './catalog-lookup.ts';

type CountQuery = Extract<
  RoutesOf<'queries'>,
  `get${string}Summary` | 'listRolesOfRecord' | 'listRolesOfRecordType' | 'listRecordsOfRole'
>;

export const countQueries: Pick<Operations<'queries'>, CountQuery> = {
  async getRecordSummary({ params }) {
    return { status: 200, body: recordSummary(...(await catalogAndCounts(params))) };
  },

  async listRolesOfRecord({ params }) {
    return { status: 200, body: playedRoles(...(await catalogAndCounts(params))) };
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

  listRecordsOfRole: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const { id } = request.params;
      await catalogWithRole(id);
      const list = { ...request, query };
      return listPage('listRecordsOfRole', list, (limit, after?: HolderPosition) =>
        roleHolders(table, id, query.recordType, limit, after),
      );
    },
  },
};

const catalogAndCounts = (record: RecordReference) =>
  Promise.all([catalogFor(table, 'showCounts'), countsOfRecord(table, record)]);
