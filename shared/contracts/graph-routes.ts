// The routes of questions that follow connections from record to record.
import * as z from 'zod';
import { Graph, GraphQuery, graphFormats, Paths, PathsQuery } from './graph-schemas.ts';
import { RecordId, RecordTypeId } from './identifiers.ts';
import { routesAreOf } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const graphRoutes = routesAreOf({
  getGraph: {
    method: 'GET',
    path: '/v1/records/{type}/{id}/graph',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Graph',
    summary: 'The neighbourhood of a record',
    description:
      'Breadth first. The connections of every record nearer than `depth` are followed; those ' +
      'between two of the outermost records are not. The conditions hold at each step as in the ' +
      'list of that record’s connections. `Accept` chooses JSON (also where it allows none of ' +
      'the three), GraphML or Graphviz DOT.',
    params: z.strictObject({ type: RecordTypeId, id: RecordId }),
    query: GraphQuery,
    formats: graphFormats,
    answers: { 200: Graph },
    refusals: ['NotFound'],
  },
  getPaths: {
    method: 'GET',
    path: '/v1/paths',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Graph',
    summary: 'The shortest paths between two records',
    description:
      'All paths of the least length, up to `limit`; longer ones are not given. A step between two ' +
      'records shows one of their connections: an active one rather than an inactive one, then one ' +
      'in effect today, then the oldest. From a record to itself the length is 0.',
    query: PathsQuery,
    answers: { 200: Paths },
    refusals: ['NotFound'],
  },
});
