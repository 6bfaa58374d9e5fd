// The routes of graphs and paths.
import * as z from 'zod';
import { GraphQuery, graphFormats, PathsQuery } from './graph-schemas.ts';
import { RecordId, RecordTypeId } from './identifiers.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const graphRoutes = defineRoutes({
  getGraph: {
    method: 'GET',
    path: '/v1/records/{type}/{id}/graph',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Graph',
    summary: 'Get the neighbourhood of a record',
    description:
      'Breadth first. Follows the connections of every record nearer than `depth`; connections ' +
      'between two of the outermost records are not included. The conditions apply at each step, ' +
      'as in the list of that record’s connections. `Accept` selects JSON, GraphML or Graphviz DOT; ' +
      'JSON is also returned if it allows none of them.',
    params: z.strictObject({ type: RecordTypeId, id: RecordId }),
    query: GraphQuery,
    formats: graphFormats,
    refusals: ['NotFound', 'RecordMerged', 'ConnectionRoleNotFound', 'RecordTypeNotFound'],
  },
  getPaths: {
    method: 'GET',
    path: '/v1/paths',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Graph',
    summary: 'Find the shortest paths between two records',
    description:
      'All paths of the shortest length, up to `limit`; longer paths are not included. Each step ' +
      'shows one connection between its two records: preferably an active one, then one in effect ' +
      'today, then the oldest. The path from a record to itself has length 0. The conditions are those of ' +
      'the list of a record’s connections; a connection is used if it is in the list of either of ' +
      'its records.',
    query: PathsQuery,
    refusals: ['NotFound', 'RecordMerged', 'ConnectionRoleNotFound', 'RecordTypeNotFound'],
  },
});
