// The routes that the console calls, with their methods and paths: the contract's own would bring
// zod into the browser. A test holds them to the contract.
import type { Routes } from '../../shared/contracts/routes.ts';

type Path<Name extends keyof Routes> = readonly [method: Routes[Name]['method'], path: string];

export const paths = {
  listRecordTypes: ['GET', '/v1/record-types'],
  getRecordTypeSummary: ['GET', '/v1/record-types/{type}/summary'],
  listRecords: ['GET', '/v1/records/{type}'],
  getRecord: ['GET', '/v1/records/{type}/{id}'],
  putRecord: ['PUT', '/v1/records/{type}/{id}'],
  deleteRecord: ['DELETE', '/v1/records/{type}/{id}'],
  listRolesOfRecord: ['GET', '/v1/records/{type}/{id}/roles'],
  getRecordSummary: ['GET', '/v1/records/{type}/{id}/summary'],
  listConnectionsOfRecord: ['GET', '/v1/records/{type}/{id}/connections'],
  listConnectionRoles: ['GET', '/v1/connection-roles'],
  getGraph: ['GET', '/v1/records/{type}/{id}/graph'],
  getPaths: ['GET', '/v1/paths'],
  listRecordHistory: ['GET', '/v1/records/{type}/{id}/history'],
  listConnectionHistory: ['GET', '/v1/connections/{id}/history'],
  getConnectionRole: ['GET', '/v1/connection-roles/{id}'],
  createConnectionRole: ['POST', '/v1/connection-roles'],
  patchConnectionRole: ['PATCH', '/v1/connection-roles/{id}'],
  deleteConnectionRole: ['DELETE', '/v1/connection-roles/{id}'],
  activateConnectionRole: ['POST', '/v1/connection-roles/{id}/activate'],
  deactivateConnectionRole: ['POST', '/v1/connection-roles/{id}/deactivate'],
  getConnectionRoleSummary: ['GET', '/v1/connection-roles/{id}/summary'],
  listConnectionRoleHistory: ['GET', '/v1/connection-roles/{id}/history'],
  putRecordType: ['PUT', '/v1/record-types/{type}'],
  deleteRecordType: ['DELETE', '/v1/record-types/{type}'],
  getRecordType: ['GET', '/v1/record-types/{type}'],
  batchConnectionRoles: ['POST', '/v1/connection-roles/batch'],
  batchRecords: ['POST', '/v1/records/batch'],
  batchConnections: ['POST', '/v1/connections/batch'],
  createConnection: ['POST', '/v1/connections'],
  getConnection: ['GET', '/v1/connections/{id}'],
  patchConnection: ['PATCH', '/v1/connections/{id}'],
  deleteConnection: ['DELETE', '/v1/connections/{id}'],
  activateConnection: ['POST', '/v1/connections/{id}/activate'],
  deactivateConnection: ['POST', '/v1/connections/{id}/deactivate'],
} as const satisfies { [Name in keyof Routes]?: Path<Name> };

/** Name of a route that the console calls. */
export type CalledRoute = keyof typeof paths;
