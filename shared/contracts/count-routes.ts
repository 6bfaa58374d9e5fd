// The routes of counts.
import * as z from 'zod';
import { RoleHoldersQuery } from './count-schemas.ts';
import { RecordId, RecordTypeId, RoleId } from './identifiers.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofRecord = z.strictObject({ type: RecordTypeId, id: RecordId });
const ofType = z.strictObject({ type: RecordTypeId });
const ofRole = z.strictObject({ id: RoleId });

const read = {
  method: 'GET',
  scope: scopes.read,
  capability: 'queries',
  tag: 'Counts',
  query: z.strictObject({}),
  refusals: ['NotFound'],
} as const;

export const countRoutes = defineRoutes({
  getRecordSummary: {
    ...read,
    path: '/v1/records/{type}/{id}/summary',
    summary: 'Count the connections of a record',
    description:
      'Exact once the stream has processed all changes. Costs the same for a million connections.',
    params: ofRecord,
    refusals: ['NotFound', 'RecordMerged'],
  },
  listRolesOfRecord: {
    ...read,
    path: '/v1/records/{type}/{id}/roles',
    summary: 'List the roles that a record plays, with counts',
    params: ofRecord,
    refusals: ['NotFound', 'RecordMerged'],
  },
  getRecordTypeSummary: {
    ...read,
    path: '/v1/record-types/{type}/summary',
    summary: 'Count the records and connections of a record type',
    params: ofType,
  },
  listRolesOfRecordType: {
    ...read,
    path: '/v1/record-types/{type}/roles',
    summary: 'List the roles that the records of a type play, with counts',
    params: ofType,
  },
  getConnectionRoleSummary: {
    ...read,
    path: '/v1/connection-roles/{id}/summary',
    summary: 'Count the records and connections of a connection role',
    params: ofRole,
  },
  listRecordsOfRole: {
    ...read,
    path: '/v1/connection-roles/{id}/records',
    summary: 'List the records that hold a role, each once',
    description:
      'A page may have fewer than `limit` items while records are being deleted; continue as long as ' +
      'there is a `nextCursor`.',
    params: ofRole,
    query: RoleHoldersQuery,
    refusals: ['NotFound', 'RecordTypeNotFound'],
  },
});
