// The routes that list and read connection roles.
import * as z from 'zod';
import { RoleId } from './identifiers.ts';
import { ConnectionRolesQuery, MatchingRolesQuery } from './role-query-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofRole = z.strictObject({ id: RoleId });

export const roleQueryRoutes = defineRoutes({
  listConnectionRoles: {
    method: 'GET',
    path: '/v1/connection-roles',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'List connection roles',
    query: ConnectionRolesQuery,
    refusals: ['RecordTypeNotFound'],
  },
  getConnectionRole: {
    method: 'GET',
    path: '/v1/connection-roles/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'Get a connection role',
    params: ofRole,
    etag: true,
    refusals: ['NotFound'],
  },
  listMatchingRoles: {
    method: 'GET',
    path: '/v1/connection-roles/{id}/matching-roles',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'List the roles that match a role, the default first',
    params: ofRole,
    query: MatchingRolesQuery,
    refusals: ['NotFound', 'RecordTypeNotFound'],
  },
});
