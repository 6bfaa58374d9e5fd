// The operations that read history.
import type { RoutesOf } from '../../shared/contracts/routes.ts';
import { currentCatalog } from '../../shared/table/catalog/stored-catalog.ts';
import {
  historyOfCatalog,
  historyOfConnection,
  historyOfRecord,
} from '../../shared/table/projection/read-history.ts';
import { pageAnswer } from '../http/http-answer.ts';
import type { Operations } from '../http/http-entry.ts';
import { cursorsOf } from '../http/list-cursors.ts';
import { table } from '../runtime/own-table.ts';

export const historyQueries: Pick<
  Operations<'queries'>,
  Extract<RoutesOf<'queries'>, `list${string}History`>
> = {
  async listConnectionHistory({ params: { id }, query: { limit, cursor }, url }) {
    const walk = cursorsOf('listConnectionHistory', { id });
    const before = walk.open(cursor) as number | undefined;
    const { items, position } = await historyOfConnection(table, id, limit, before);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },

  async listRecordHistory({ params, query: { limit, cursor }, url }) {
    const walk = cursorsOf('listRecordHistory', params);
    const before = walk.open(cursor) as string | undefined;
    const { items, position } = await historyOfRecord(table, params, limit, before);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },

  async listConnectionRoleHistory({ params: { id }, query: { limit, cursor }, url }) {
    const walk = cursorsOf('listConnectionRoleHistory', { id });
    const { roles } = await currentCatalog(table);
    const of = { kind: 'role', id, exists: roles.has(id) } as const;
    const before = walk.open(cursor) as string | undefined;
    const { items, position } = await historyOfCatalog(table, of, limit, before);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },

  async listRecordTypeHistory({ params: { type }, query: { limit, cursor }, url }) {
    const walk = cursorsOf('listRecordTypeHistory', { type });
    const { recordTypes } = await currentCatalog(table);
    const of = { kind: 'record-type', id: type, exists: recordTypes.has(type) } as const;
    const before = walk.open(cursor) as string | undefined;
    const { items, position } = await historyOfCatalog(table, of, limit, before);
    return pageAnswer({ items, ...walk.next(position) }, url);
  },
};
