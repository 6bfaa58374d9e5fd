// The routes of connection roles.
import * as z from 'zod';
import { PutBatchQuery } from './batch-schemas.ts';
import { RoleId } from './identifiers.ts';
import {
  ConnectionRoleInput,
  ConnectionRolePatch,
  NewConnectionRole,
  roleResource,
} from './role-schemas.ts';
import { batch, defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofRole = z.strictObject({ id: RoleId });

export const connectionRoleRoutes = defineRoutes({
  createConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Create a connection role',
    body: NewConnectionRole,
    resource: roleResource,
    idempotent: true,
    etag: true,
    refusals: ['ConnectionRoleNotFound', 'RecordTypeNotFound', 'ConnectionRoleExists'],
  },
  batchConnectionRoles: {
    method: 'POST',
    path: '/v1/connection-roles/batch',
    scope: scopes.admin,
    capability: 'administration',
    costly: true,
    tag: 'Connection roles',
    summary: 'Create or replace up to 100 connection roles, which may refer to each other',
    description:
      'With `mode=create`, roles that exist change in one respect only: a new role that matches them is ' +
      'added to their matching roles.',
    query: PutBatchQuery,
    body: batch,
    item: NewConnectionRole,
    itemRefusals: ['ConnectionRoleNotFound', 'RecordTypeNotFound', 'ConnectionRoleExists'],
    resource: roleResource,
    idempotent: true,
    refusals: [],
  },
  putConnectionRole: {
    method: 'PUT',
    path: '/v1/connection-roles/{id}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Create or replace a connection role',
    params: ofRole,
    body: ConnectionRoleInput,
    resource: roleResource,
    etag: true,
    ifMatch: true,
    refusals: ['ConnectionRoleNotFound', 'RecordTypeNotFound'],
  },
  patchConnectionRole: {
    method: 'PATCH',
    path: '/v1/connection-roles/{id}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Change some fields of a connection role',
    params: ofRole,
    body: ConnectionRolePatch,
    resource: roleResource,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound', 'ConnectionRoleNotFound', 'RecordTypeNotFound'],
  },
  deleteConnectionRole: {
    method: 'DELETE',
    path: '/v1/connection-roles/{id}',
    scope: scopes.admin,
    capability: 'administration',
    costly: true,
    tag: 'Connection roles',
    summary: 'Delete a connection role',
    description:
      '`policy=restrict` refuses while connections have the role; `policy=clear` removes it from all of them first.',
    params: ofRole,
    query: z.strictObject({ policy: z.enum(['restrict', 'clear']).default('restrict') }),
    ifMatch: true,
    refusals: ['NotFound', 'ConnectionRoleInUse'],
  },
  activateConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles/{id}/activate',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Activate a connection role, so that it can be used again',
    params: ofRole,
    idempotent: true,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound'],
  },
  deactivateConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles/{id}/deactivate',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Deactivate a connection role: connections keep it, but it can no longer be set',
    params: ofRole,
    idempotent: true,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound'],
  },
});
