// The operations that only read; this function has no permission to write.

import { queryRoutes } from '../../shared/contracts/query-routes.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';
import { isValidFor, matchingRoles } from '../../shared/domain/matching-roles.ts';
import { nameStartsWith } from '../../shared/domain/name-folding.ts';
import { unknownNames } from '../../shared/domain/named-in-query.ts';
import { rawHalf, view } from '../../shared/domain/perspective.ts';
import { noSuchType } from '../../shared/domain/record-type-rules.ts';
import { existingRole } from '../../shared/domain/role-rules.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import type { Key } from '../../shared/table/engine/commit.ts';
import { allHalves } from '../../shared/table/lists/all-halves.ts';
import { getConnection } from '../../shared/table/pairs/find-connection.ts';
import { inspectPair } from '../../shared/table/repair/inspect-pair.ts';
import { shownKeeper, shownSeries } from '../../shared/table/repair/shown-stored.ts';
import { versioned } from '../http/http-answer.ts';
import { httpFunction } from '../http/http-entry.ts';
import { listPage, pagesById } from '../http/list-page.ts';
import { changeQueries } from '../queries/change-queries.ts';
import { connectionLookups } from '../queries/connection-lookups.ts';
import { connectionQueries } from '../queries/connection-queries.ts';
import { countQueries } from '../queries/count-queries.ts';
import { graphQueries } from '../queries/graph-queries.ts';
import { historyQueries } from '../queries/history-queries.ts';
import { connectionReads } from '../queries/read-connections.ts';
import { recordQueries } from '../queries/record-queries.ts';
import { table } from '../telemetry/measured-table.ts';

export const handler = httpFunction('queries', queryRoutes, null, {
  async listRecordTypes(request) {
    const { recordTypes } = await catalogFor(table, 'readTypesAndRoles');
    const pages = pagesById([...recordTypes.values()], ({ type }) => type);
    return listPage('listRecordTypes', request, pages);
  },

  async getRecordType({ params: { type } }) {
    const recordType = (await catalogFor(table, 'readTypesAndRoles')).recordTypes.get(type);
    if (!recordType) throw noSuchType(type);
    return versioned(200, recordType);
  },

  listConnectionRoles: {
    async gathering({ sent, ...request }) {
      const catalog = await catalogFor(table, 'readTypesAndRoles');
      const query = sent.whole(unknownNames(catalog, sent.value));
      const { category, recordType, state, namePrefix } = query;
      const chosen = [...catalog.roles.values()].filter(
        (role) =>
          (category === undefined || role.category === category) &&
          (recordType === undefined || isValidFor(role, recordType)) &&
          (state === undefined || role.state === state) &&
          (namePrefix === undefined || nameStartsWith(role.name, namePrefix)),
      );
      const pages = pagesById(chosen, ({ id }) => id);
      return listPage('listConnectionRoles', { ...request, query }, pages);
    },
  },

  async getConnectionRole({ params: { id } }) {
    return versioned(200, existingRole(await catalogFor(table, 'readTypesAndRoles'), id));
  },

  listMatchingRoles: {
    async gathering({ params: { id }, sent }) {
      const catalog = await catalogFor(table, 'readTypesAndRoles');
      const query = sent.whole(unknownNames(catalog, sent.value));
      const items = matchingRoles(catalog, existingRole(catalog, id), query);
      return { status: 200, body: { items } };
    },
  },

  async getConnection({ params: { id }, caller }) {
    const [connection, catalog] = await Promise.all([
      getConnection(table, id),
      catalogFor(table, 'showConnections'),
    ]);
    return versioned(200, view({ connection, side: 'record1' }, catalog, today(caller)));
  },

  listConnectionHalves: (request) =>
    listPage('listConnectionHalves', request, async (limit, after?: Key) => {
      const { recordTypes } = await catalogFor(table, 'findRecordsWithoutType');
      const stored = await allHalves(table, [...recordTypes.keys()], limit, after);
      const { halves, series, keepers, recordsWithoutType, position } = stored;
      const alongside = {
        series: series.map(shownSeries),
        externalIds: keepers.map(shownKeeper),
        recordsWithoutType,
      };
      return { items: halves.map(rawHalf), alongside, position };
    }),

  async listPairProblems({ query: { record1, record2 } }) {
    const { problems } = await inspectPair(table, record1, record2);
    return { status: 200, body: { items: problems } };
  },

  ...connectionLookups,
  ...changeQueries,
  ...connectionQueries,
  ...connectionReads,
  ...countQueries,
  ...graphQueries,
  ...historyQueries,
  ...recordQueries,
});

const today = ({ now }: Caller) => now.slice(0, 10);
