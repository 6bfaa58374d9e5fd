// The routes for administrators: those of the function `administration`.
import { recordTypeRoutes } from './record-type-routes.ts';
import { repairRoutes } from './repair-routes.ts';
import { connectionRoleRoutes } from './role-routes.ts';

export const administrationRoutes = {
  ...recordTypeRoutes,
  ...connectionRoleRoutes,
  ...repairRoutes,
};
