// The routes of counts.
import * as z from 'zod';
import {
  ConnectionRoleSummary,
  CountCorrection,
  PlayedRoles,
  RecordSummary,
  RecordTypeSummary,
  RoleHolder,
  RoleHoldersQuery,
} from './count-schemas.ts';
import { RecordId, RecordTypeId, RoleId } from './identifiers.ts';
import { pageOf } from './paging.ts';
import { routesAreOf } from './route-definition.ts';
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

export const countRoutes = routesAreOf({
  getRecordSummary: {
    ...read,
    path: '/v1/records/{type}/{id}/summary',
    summary: 'Counts of a record’s connections',
    description: 'Exact once a change has come through the stream, and as cheap for a million.',
    params: ofRecord,
    answers: { 200: RecordSummary },
  },
  listRolesOfRecord: {
    ...read,
    path: '/v1/records/{type}/{id}/roles',
    summary: 'Roles a record plays, each with how often',
    params: ofRecord,
    answers: { 200: PlayedRoles },
  },
  getRecordTypeSummary: {
    ...read,
    path: '/v1/record-types/{type}/summary',
    summary: 'Counts of a record type',
    params: ofType,
    answers: { 200: RecordTypeSummary },
  },
  listRolesOfRecordType: {
    ...read,
    path: '/v1/record-types/{type}/roles',
    summary: 'Roles the records of a type play, each with how often',
    params: ofType,
    answers: { 200: PlayedRoles },
  },
  getConnectionRoleSummary: {
    ...read,
    path: '/v1/connection-roles/{id}/summary',
    summary: 'Counts of a connection role',
    params: ofRole,
    answers: { 200: ConnectionRoleSummary },
  },
  listRecordsOfRole: {
    ...read,
    path: '/v1/connection-roles/{id}/records',
    summary: 'Records that hold a role, each once',
    description:
      'A page may come back short when records are being deleted; go on while there is a `nextCursor`.',
    params: ofRole,
    query: RoleHoldersQuery,
    answers: { 200: pageOf(RoleHolder) },
  },
  correctCounts: {
    method: 'POST',
    path: '/v1/count-corrections',
    scope: scopes.admin,
    capability: 'administration',
    costly: true,
    tag: 'Counts',
    summary: 'Correct counts that a recount found wrong',
    description:
      'Adds to counts, cell by cell, at most 40; `liaison verify --repair` uses it. Correcting a ' +
      'record, even by nothing, also mends what is known of the roles that it holds.',
    body: CountCorrection,
    idempotent: true,
    answers: { 204: null },
    refusals: [],
  },
});
