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
} as const satisfies { [Name in keyof Routes]?: Path<Name> };

/** Name of a route that the console calls. */
export type CalledRoute = keyof typeof paths;
