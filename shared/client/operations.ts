// Method and path of every operation that the client has. The contract's own table would add zod to
// the bundle; test/client/operations.test.ts checks that this one agrees with it.
import type { DescribedName } from '../contracts/routes.ts';

/** Every route but the pages of `/docs`, which are for people to read. */
export const operations = {
  listRecordTypes: 'GET /v1/record-types',
  putRecordType: 'PUT /v1/record-types/{type}',
  getRecordType: 'GET /v1/record-types/{type}',
  deleteRecordType: 'DELETE /v1/record-types/{type}',
  putRecord: 'PUT /v1/records/{type}/{id}',
  getRecord: 'GET /v1/records/{type}/{id}',
  patchRecord: 'PATCH /v1/records/{type}/{id}',
  mergeRecord: 'POST /v1/records/{type}/{id}/merge',
  deleteRecord: 'DELETE /v1/records/{type}/{id}',
  listRecords: 'GET /v1/records/{type}',
  searchRecords: 'GET /v1/records',
  batchRecords: 'POST /v1/records/batch',
  listConnectionRoles: 'GET /v1/connection-roles',
  createConnectionRole: 'POST /v1/connection-roles',
  batchConnectionRoles: 'POST /v1/connection-roles/batch',
  putConnectionRole: 'PUT /v1/connection-roles/{id}',
  getConnectionRole: 'GET /v1/connection-roles/{id}',
  patchConnectionRole: 'PATCH /v1/connection-roles/{id}',
  deleteConnectionRole: 'DELETE /v1/connection-roles/{id}',
  activateConnectionRole: 'POST /v1/connection-roles/{id}/activate',
  deactivateConnectionRole: 'POST /v1/connection-roles/{id}/deactivate',
  listMatchingRoles: 'GET /v1/connection-roles/{id}/matching-roles',
  createConnection: 'POST /v1/connections',
  batchConnections: 'POST /v1/connections/batch',
  changeConnections: 'POST /v1/connections/changes',
  listConnections: 'GET /v1/connections',
  readConnections: 'POST /v1/connections/read',
  getConnection: 'GET /v1/connections/{id}',
  patchConnection: 'PATCH /v1/connections/{id}',
  deleteConnection: 'DELETE /v1/connections/{id}',
  activateConnection: 'POST /v1/connections/{id}/activate',
  deactivateConnection: 'POST /v1/connections/{id}/deactivate',
  listConnectionsOfRecord: 'GET /v1/records/{type}/{id}/connections',
  listConnectionsOfType: 'GET /v1/record-types/{type}/connections',
  listConnectionsOfRole: 'GET /v1/connection-roles/{id}/connections',
  listConnectionHalves: 'GET /v1/connection-halves',
  getRecordSummary: 'GET /v1/records/{type}/{id}/summary',
  listRolesOfRecord: 'GET /v1/records/{type}/{id}/roles',
  getRecordTypeSummary: 'GET /v1/record-types/{type}/summary',
  listRolesOfRecordType: 'GET /v1/record-types/{type}/roles',
  getConnectionRoleSummary: 'GET /v1/connection-roles/{id}/summary',
  listRecordsOfRole: 'GET /v1/connection-roles/{id}/records',
  correctCounts: 'POST /v1/count-corrections',
  listPairProblems: 'GET /v1/pair-problems',
  repairPair: 'POST /v1/pair-repairs',
  listWordProblems: 'GET /v1/word-problems',
  repairWords: 'POST /v1/word-repairs',
  listFailures: 'GET /v1/failures',
  getFailure: 'GET /v1/failures/{id}',
  replayFailures: 'POST /v1/failures/replay',
  listConnectionHistory: 'GET /v1/connections/{id}/history',
  listRecordHistory: 'GET /v1/records/{type}/{id}/history',
  listConnectionRoleHistory: 'GET /v1/connection-roles/{id}/history',
  listRecordTypeHistory: 'GET /v1/record-types/{type}/history',
  listChanges: 'GET /v1/changes',
  getGraph: 'GET /v1/records/{type}/{id}/graph',
  getPaths: 'GET /v1/paths',
  getHealth: 'GET /health',
  getOpenApi: 'GET /openapi.json',
} as const satisfies Record<Exclude<DescribedName, 'getDocs'>, `${string} /${string}`>;

/**
 * What accepts no Idempotency-Key although it is a POST: what only reads, because its question has a body, and a
 * replay, which takes each failure once however often it is requested.
 */
export const postsWithoutKey: ReadonlySet<string> = new Set([
  'POST /v1/connections/read',
  'POST /v1/failures/replay',
]);

/** Name of an operation, as in the contract and in OpenAPI. */
export type OperationName = keyof typeof operations;
