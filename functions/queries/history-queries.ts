// The operations that read history.
import type { RoutesOf } from '../../shared/contracts/routes.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  historyOfCatalog,
  historyOfConnection,
  historyOfRecord,
} from '../../shared/table/projection/read-history.ts';
import type { Operations } from '../http/http-entry.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';

export const historyQueries: Pick<
  Operations<'queries'>,
  Extract<RoutesOf<'queries'>, `list${string}History`>
> = {
  listConnectionHistory: (request) =>
    listPage('listConnectionHistory', request, (limit, before?: number) =>
      historyOfConnection(table, request.params.id, limit, before),
    ),

  listRecordHistory: (request) =>
    listPage('listRecordHistory', request, (limit, before?: string) =>
      historyOfRecord(table, request.params, limit, before),
    ),

  async listConnectionRoleHistory(request) {
    const { id } = request.params;
    const { roles } = await catalogFor(table, 'readTypesAndRoles');
    const of = { kind: 'role', id, exists: roles.has(id) } as const;
    return listPage('listConnectionRoleHistory', request, (limit, before?: string) =>
      historyOfCatalog(table, of, limit, before),
    );
  },

  async listRecordTypeHistory(request) {
    const { type } = request.params;
    const { recordTypes } = await catalogFor(table, 'readTypesAndRoles');
    const of = { kind: 'record-type', id: type, exists: recordTypes.has(type) } as const;
    return listPage('listRecordTypeHistory', request, (limit, before?: string) =>
      historyOfCatalog(table, of, limit, before),
    );
  },
};
