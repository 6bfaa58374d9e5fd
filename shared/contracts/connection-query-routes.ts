// The routes that list and read connections.
import * as z from 'zod';
import {
  ConnectionsByQuery,
  ConnectionsOfRoleQuery,
  ConnectionsQuery,
  RecordsConnections,
} from './connection-query-schemas.ts';
import type { Code } from './error-codes.ts';
import { ConnectionId, RecordId, RecordTypeId, RoleId } from './identifiers.ts';
import { pageParameters } from './paging.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofRecord = z.strictObject({ type: RecordTypeId, id: RecordId });
const ofType = z.strictObject({ type: RecordTypeId });
const ofRole = z.strictObject({ id: RoleId });
const ofConnection = z.strictObject({ id: ConnectionId });

/** A query names a role or a record type that does not exist. */
const unknownNames = ['ConnectionRoleNotFound', 'RecordTypeNotFound'] as const satisfies Code[];

const shortPages =
  'With selective conditions a page may have fewer than `limit` items, or even none: it is the last ' +
  'page only if `nextCursor` is absent.';
const mayLag = 'A write may take a moment to appear.';

export const connectionQueryRoutes = defineRoutes({
  listConnections: {
    method: 'GET',
    path: '/v1/connections',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'List connections by their ids, by their owner, or by external id',
    description:
      'Each is seen from the side it was created from. By `ids`: in this order, each once; the others are `missing`. ' +
      `By \`ownerId\`: the last changed first. ${mayLag} By \`externalSource\` and \`externalKey\`: one connection, or ` +
      'none. By ids and external id: strongly consistent.',
    query: ConnectionsByQuery,
    refusals: [],
  },
  readConnections: {
    method: 'POST',
    path: '/v1/connections/read',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Connections',
    summary: 'List the connections of up to 100 records',
    description:
      'A result for each record, in this order: the first page of its connections, as ' +
      '`GET /v1/records/{type}/{id}/connections` lists them with the same conditions, or a problem. `nextCursor` continues ' +
      'there, with the same conditions and any `limit`. `state` is `all` if it is left out. If the answer would become too ' +
      'large, the last results have fewer items, or none, and a `nextCursor`. Strongly consistent. It only reads, so an ' +
      '`Idempotency-Key` has no effect.',
    body: RecordsConnections,
    refusals: unknownNames,
  },
  getConnection: {
    method: 'GET',
    path: '/v1/connections/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'Get a connection, seen from the side it was created from',
    params: ofConnection,
    etag: true,
    refusals: ['NotFound'],
  },
  listConnectionsOfRecord: {
    method: 'GET',
    path: '/v1/records/{type}/{id}/connections',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'List the connections of a record, whichever side they were created from',
    description: `Strongly consistent. \`record1\` is the record in the path. ${shortPages}`,
    params: ofRecord,
    query: ConnectionsQuery,
    refusals: ['NotFound', 'RecordMerged', 'TooManyToSort', ...unknownNames],
  },
  listConnectionsOfType: {
    method: 'GET',
    path: '/v1/record-types/{type}/connections',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'List the connections of all records of a type',
    description:
      '`record1` is of the type. A connection between two records of the type appears twice, once ' +
      `from each side. ${mayLag} ${shortPages}`,
    params: ofType,
    query: ConnectionsQuery,
    refusals: ['NotFound', 'RecordMerged', 'TooManyToSort', ...unknownNames],
  },
  listConnectionsOfRole: {
    method: 'GET',
    path: '/v1/connection-roles/{id}/connections',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'List the connections in which a role is played',
    description:
      '`record1` has the role. A connection with the role on both sides appears twice, once from ' +
      `each side. ${mayLag} ${shortPages}`,
    params: ofRole,
    query: ConnectionsOfRoleQuery,
    refusals: ['NotFound', 'RecordMerged', 'TooManyToSort', ...unknownNames],
  },
  listConnectionHalves: {
    method: 'GET',
    path: '/v1/connection-halves',
    scope: scopes.read,
    capability: 'queries',
    costly: true,
    tag: 'Administration',
    summary: 'List every half of every connection as stored, for export and verify',
    description:
      'Also lists the series: the connections of two records with the same roles, by title and period. A page ' +
      'may have fewer than `limit` halves; continue as long as there is a `nextCursor`.',
    query: z.strictObject(pageParameters),
    refusals: [],
  },
});
