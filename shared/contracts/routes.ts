// Every route of the service, by name: OpenAPI, the routes of API Gateway, the command line and the client use
// this list. Each function loads its own routes only, so that it starts sooner.
import { administrationRoutes } from './administration-routes.ts';
import { connectionRoutes } from './connection-routes.ts';
import { failureRoutes } from './failure-routes.ts';
import { queryRoutes } from './query-routes.ts';
import { recordRoutes } from './record-routes.ts';
import type { Capability } from './route-definition.ts';
import { serviceRoutes } from './service-routes.ts';

export const routes = {
  ...administrationRoutes,
  ...recordRoutes,
  ...connectionRoutes,
  ...queryRoutes,
  ...failureRoutes,
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
