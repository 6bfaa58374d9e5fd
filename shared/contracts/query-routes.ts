// The routes that only read: those of the function `queries`.
import { changeRoutes } from './change-routes.ts';
import { connectionQueryRoutes } from './connection-query-routes.ts';
import { countRoutes } from './count-routes.ts';
import { graphRoutes } from './graph-routes.ts';
import { historyRoutes } from './history-routes.ts';
import { recordQueryRoutes } from './record-query-routes.ts';
import { recordTypeQueryRoutes } from './record-type-query-routes.ts';
import { repairQueryRoutes } from './repair-query-routes.ts';
import { roleQueryRoutes } from './role-query-routes.ts';

export const queryRoutes = {
  ...recordTypeQueryRoutes,
  ...recordQueryRoutes,
  ...roleQueryRoutes,
  ...connectionQueryRoutes,
  ...countRoutes,
  ...repairQueryRoutes,
  ...historyRoutes,
  ...changeRoutes,
  ...graphRoutes,
};
