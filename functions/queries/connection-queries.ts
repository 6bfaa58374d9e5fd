// The operations that list connections: of a record, of a record type, of a role.
import type { Page } from '../../shared/contracts/paging.ts';
import type { Routes, RoutesOf } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { type Half, view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  connectionsOfAll,
  type ListPosition,
  type Owners,
} from '../../shared/table/lists/connections-by-index.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import type { ListConditions } from '../../shared/table/lists/fill-page.ts';
import type { Operations } from '../http/http-entry.ts';
import type { Answer, HttpRequest } from '../http/http-exchange.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';
import { catalogWithRole, catalogWithType, wholeQuery } from './catalog-lookup.ts';

type ConnectionList = Extract<RoutesOf<'queries'>, `listConnectionsOf${string}`>;

export const connectionQueries: Pick<Operations<'queries'>, ConnectionList> = {
  listConnectionsOfRecord: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const { params } = request;
      const read: ReadHalves = (catalog, question, limit, after) =>
        connectionsOf(table, catalog, params, question, limit, after as string | undefined);
      return listConnections('listConnectionsOfRecord', { ...request, query }, read);
    },
  },

  listConnectionsOfType: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const recordType = request.params.type;
      await catalogWithType(recordType);
      const read = readOwners({ recordType });
      return listConnections('listConnectionsOfType', { ...request, query }, read);
    },
  },

  listConnectionsOfRole: {
    async gathering({ sent, ...request }) {
      const { recordType, ...query } = await wholeQuery(sent);
      const role = request.params.id;
      await catalogWithRole(role);
      const params = { role, recordType };
      const read = readOwners(params);
      return listConnections('listConnectionsOfRole', { ...request, params, query }, read);
    },
  },
};

/** Reads one page of halves; `after` is the `position` of an earlier page. */
type ReadHalves = (
  catalog: Catalog,
  question: ListConditions,
  limit: number,
  after: unknown,
) => Promise<Page<Half> & { position?: unknown }>;

const readOwners =
  (owners: Owners): ReadHalves =>
  (catalog, question, limit, after) =>
    connectionsOfAll(table, catalog, owners, question, limit, after as ListPosition | undefined);

type ListRequest = Pick<
  HttpRequest<Routes['listConnectionsOfRecord']>,
  'query' | 'caller' | 'url'
> & { readonly params: Readonly<Record<string, string | undefined>> };

async function listConnections(
  route: ConnectionList,
  request: ListRequest,
  read: ReadHalves,
): Promise<Answer> {
  const { limit: _, cursor: __, filter, ...conditions } = request.query;
  const question = {
    ...conditions,
    filter: filter === undefined ? undefined : parseFilter(filter),
  };
  return listPage(route, request, async (limit, after) => {
    // A category stands for its roles, including one that was created a moment ago.
    const catalog = await catalogFor(
      table,
      question.category ? 'listByCategory' : 'showConnections',
    );
    const { items, position } = await read(catalog, question, limit, after);
    const today = request.caller.now.slice(0, 10);
    return { items: items.map((half) => view(half, catalog, today)), position };
  });
}
