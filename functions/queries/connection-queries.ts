// The operations that list connections: of a record, of a record type, of a role.

import type { ConnectionsQuery, OrderBy } from '../../shared/contracts/connection-query-schemas.ts';
import type { Routes, RoutesOf } from '../../shared/contracts/routes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  connectionsOfAll,
  type ListPosition,
  type Owners,
  sortedConnectionsOfAll,
} from '../../shared/table/lists/connections-by-index.ts';
import {
  assertSortable,
  connectionsOf,
  sortedConnectionsOf,
} from '../../shared/table/lists/connections-of-record.ts';
import type { HalvesRead, ListConditions } from '../../shared/table/lists/fill-page.ts';
import type { SortedPosition } from '../../shared/table/lists/sorted-half-reader.ts';
import { countsOfRecord } from '../../shared/table/projection/read-counts.ts';
import type { Operations } from '../http/http-entry.ts';
import type { Answer, HttpRequest } from '../http/http-exchange.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';
import { catalogWithRole, catalogWithType, wholeQuery } from './catalog-lookup.ts';
import { expansionOf, fitting } from './expanded-connections.ts';

type ConnectionList = Extract<RoutesOf<'queries'>, `listConnectionsOf${string}`>;

export const connectionQueries: Pick<Operations<'queries'>, ConnectionList> = {
  listConnectionsOfRecord: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const { params } = request;
      const read: ReadHalves = async (catalog, question, orderBy, limit, after) => {
        if (!orderBy) {
          const position = after as string | undefined;
          return connectionsOf(table, catalog, params, question, limit, position);
        }
        const position = after as SortedPosition | undefined;
        if (!position) assertSortable(await countsOfRecord(table, params), catalog, question);
        return sortedConnectionsOf(table, catalog, params, question, orderBy, limit, position);
      };
      return listConnections('listConnectionsOfRecord', { ...request, query }, read, true);
    },
  },

  listConnectionsOfType: {
    async gathering({ sent, ...request }) {
      const query = await wholeQuery(sent);
      const recordType = request.params.type;
      await catalogWithType(recordType);
      const read = readOwners({ recordType });
      return listConnections('listConnectionsOfType', { ...request, query }, read, false);
    },
  },

  listConnectionsOfRole: {
    async gathering({ sent, ...request }) {
      const { recordType, ...query } = await wholeQuery(sent);
      const role = request.params.id;
      await catalogWithRole(role);
      const params = { role, recordType };
      const read = readOwners(params);
      return listConnections('listConnectionsOfRole', { ...request, params, query }, read, false);
    },
  },
};

/** Reads one page of halves; `after` is the `position` of an earlier page. */
type ReadHalves = (
  catalog: Catalog,
  question: ListConditions,
  orderBy: OrderBy | undefined,
  limit: number,
  after: unknown,
) => Promise<HalvesRead<unknown>>;

const readOwners =
  (owners: Owners): ReadHalves =>
  (catalog, question, orderBy, limit, after) => {
    if (!orderBy) {
      const position = after as ListPosition | undefined;
      return connectionsOfAll(table, catalog, owners, question, limit, position);
    }
    const position = after as SortedPosition | undefined;
    return sortedConnectionsOfAll(table, catalog, owners, question, orderBy, limit, position);
  };

type ListRequest = Pick<HttpRequest<Routes['listConnectionsOfRecord']>, 'caller' | 'url'> & {
  readonly query: ConnectionsQuery;
  readonly params: Readonly<Record<string, string | undefined>>;
};

/** @param consistent whether the connected records are read strongly consistently */
async function listConnections(
  route: ConnectionList,
  request: ListRequest,
  read: ReadHalves,
  consistent: boolean,
): Promise<Answer> {
  const { limit: _, cursor: __, filter, expand, orderBy, ...conditions } = request.query;
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
    const today = request.caller.now.slice(0, 10);
    for (let most = limit; ; ) {
      const { items, position } = await read(catalog, question, orderBy, most, after);
      const shown = items.map((half) => view(half, catalog, today));
      if (!expand) return { items: shown, position };
      const all = shown.map(await expansionOf(shown, consistent));
      // Fewer, if the answer would be too large; one always fits.
      most = Math.max(1, fitting(all).count);
      if (most >= all.length) return { items: all, position };
    }
  });
}
