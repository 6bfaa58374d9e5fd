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
  createConnection: ['POST', '/v1/connections'],
  batchConnections: ['POST', '/v1/connections/batch'],
  getConnection: ['GET', '/v1/connections/{id}'],
  patchConnection: ['PATCH', '/v1/connections/{id}'],
  deleteConnection: ['DELETE', '/v1/connections/{id}'],
  activateConnection: ['POST', '/v1/connections/{id}/activate'],
  deactivateConnection: ['POST', '/v1/connections/{id}/deactivate'],
  listConnectionRoles: ['GET', '/v1/connection-roles'],
} as const satisfies { [Name in keyof Routes]?: Path<Name> };

/** Name of a route that the console calls. */
export type CalledRoute = keyof typeof paths;
