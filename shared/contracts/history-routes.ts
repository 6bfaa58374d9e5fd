// The routes of history.
import * as z from 'zod';
import { HistoryQuery } from './history-schemas.ts';
import { ConnectionId, RecordId, RecordTypeId, RoleId } from './identifiers.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const read = {
  method: 'GET',
  scope: scopes.read,
  capability: 'queries',
  tag: 'History',
  query: HistoryQuery,
  refusals: ['NotFound'],
} as const;

const historyDescription =
  'Newest first. Still available after a deletion, for as long as the stage keeps history. A change appears within moments.';

export const historyRoutes = defineRoutes({
  listConnectionHistory: {
    ...read,
    path: '/v1/connections/{id}/history',
    summary: 'List the history of a connection',
    description: historyDescription,
    params: z.strictObject({ id: ConnectionId }),
  },
  listRecordHistory: {
    ...read,
    path: '/v1/records/{type}/{id}/history',
    summary: 'List the history of a record’s connections',
    description: historyDescription,
    params: z.strictObject({ type: RecordTypeId, id: RecordId }),
    refusals: ['NotFound', 'RecordMerged'],
  },
  listConnectionRoleHistory: {
    ...read,
    path: '/v1/connection-roles/{id}/history',
    summary: 'List the history of a connection role',
    description: historyDescription,
    params: z.strictObject({ id: RoleId }),
  },
  listRecordTypeHistory: {
    ...read,
    path: '/v1/record-types/{type}/history',
    summary: 'List the history of a record type',
    description: historyDescription,
    params: z.strictObject({ type: RecordTypeId }),
  },
});
