// Every route of the service, by name. Validation, OpenAPI, the routes of API Gateway, the command
// line and the console all use this list.

import { changeRoutes } from './change-routes.ts';
import { connectionRoutes } from './connection-routes.ts';
import { countRoutes } from './count-routes.ts';
import { graphRoutes } from './graph-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { recordRoutes } from './record-routes.ts';
import { recordTypeRoutes } from './record-type-routes.ts';
import { repairRoutes } from './repair-routes.ts';
import { connectionRoleRoutes } from './role-routes.ts';
import type { Capability } from './route-definition.ts';
import { serviceRoutes } from './service-routes.ts';

export const routes = {
  ...recordTypeRoutes,
  ...recordRoutes,
  ...connectionRoleRoutes,
  ...connectionRoutes,
  ...countRoutes,
  ...repairRoutes,
  ...historyRoutes,
  ...changeRoutes,
  ...graphRoutes,
  ...serviceRoutes,
};

export type Routes = typeof routes;
export type RouteName = keyof Routes;
/** The operations of the description: all routes but pages for people. */
export type DescribedName = {
  [Name in RouteName]: Routes[Name] extends { readonly page: true } ? never : Name;
}[RouteName];
export type RoutesOf<C extends Capability> = {
  [Name in RouteName]: Routes[Name]['capability'] extends C ? Name : never;
}[RouteName];
