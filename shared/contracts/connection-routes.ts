// The routes of connections.
import * as z from 'zod';
import { ConnectionChange, ConnectionChanges, readChange } from './change-schemas.ts';
import {
  ConnectionBatchQuery,
  ConnectionPatch,
  ConnectionWriteQuery,
  connectionResource,
  NewConnection,
} from './connection-schemas.ts';
import type { Code } from './error-codes.ts';
import { ConnectionId } from './identifiers.ts';
import { batch, defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofConnection = z.strictObject({ id: ConnectionId });

const rolesOfConnection = [
  'ConnectionInvalidStartEndDate',
  'ConnectionRoleNotFound',
  'ConnectionRoleNotActive',
  'ConnectionRoleNotValidForObjectType',
  'UnrelatedConnectionRoles',
  'ConnectionAttributesInvalid',
] as const satisfies Code[];

/** Why a connection is not created. */
const creation = [
  'ConnectionObjectsMissing',
  'RecordMerged',
  'ConnectionNotSupported',
  'CannotConnectToSelf',
  ...rolesOfConnection,
  'ConnectionExists',
  'ExternalIdTaken',
  'ConnectionLimitReached',
] as const satisfies Code[];

export const connectionRoutes = defineRoutes({
  createConnection: {
    method: 'POST',
    path: '/v1/connections',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Connect two records',
    query: ConnectionWriteQuery,
    body: NewConnection,
    resource: connectionResource,
    idempotent: true,
    etag: true,
    refusals: creation,
  },
  batchConnections: {
    method: 'POST',
    path: '/v1/connections/batch',
    scope: scopes.write,
    capability: 'connections',
    costly: true,
    tag: 'Connections',
    summary: 'Create or update up to 100 connections',
    description:
      'Each item gets its own result; of two items that collide, the first is created. A connection that ' +
      'exists is `identical` if it has the same records and roles, from whichever side, the same start, ' +
      'and the same values as the item would give it; an item without `ownerId` agrees with any owner.',
    query: ConnectionBatchQuery,
    body: batch,
    item: NewConnection,
    itemRefusals: [...creation, 'ConnectionInactive', 'Forbidden'],
    resource: connectionResource,
    idempotent: true,
    refusals: [],
  },
  changeConnections: {
    method: 'POST',
    path: '/v1/connections/changes',
    scope: scopes.write,
    capability: 'connections',
    costly: true,
    tag: 'Connections',
    summary: 'Create, change and delete connections, together or each on its own',
    description:
      'With `atomic` all changes are made in one transaction, or none: then the answer is `ChangesRefused`, with a ' +
      'result for each item that is refused. What one item gives up, such as a place of a limit, another one may take, ' +
      'in whatever order they are. Each connection may be changed once. The changes may need at most 100 writes: 2 to 5 ' +
      'for each connection, and 1 for each series, external id and limit that changes. Without `atomic` the items are ' +
      'processed in order, each on its own.',
    query: ConnectionWriteQuery,
    body: ConnectionChanges,
    item: ConnectionChange,
    readItem: readChange,
    itemRefusals: [
      ...creation,
      'NotFound',
      'PreconditionFailed',
      'ConnectionInactive',
      'Forbidden',
    ],
    idempotent: true,
    refusals: ['ChangesRefused'],
  },
  patchConnection: {
    method: 'PATCH',
    path: '/v1/connections/{id}',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Change a connection',
    params: ofConnection,
    query: ConnectionWriteQuery,
    body: ConnectionPatch,
    resource: connectionResource,
    etag: true,
    ifMatch: true,
    refusals: [
      'NotFound',
      'ConnectionInactive',
      ...rolesOfConnection,
      'ConnectionExists',
      'ExternalIdTaken',
      'ConnectionLimitReached',
    ],
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/v1/connections/{id}',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Delete a connection; only its owner or an administrator may',
    params: ofConnection,
    query: ConnectionWriteQuery,
    ifMatch: true,
    refusals: ['NotFound'],
  },
  activateConnection: {
    method: 'POST',
    path: '/v1/connections/{id}/activate',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Activate a connection, so that it can be edited again',
    params: ofConnection,
    query: ConnectionWriteQuery,
    idempotent: true,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound', 'ConnectionLimitReached'],
  },
  deactivateConnection: {
    method: 'POST',
    path: '/v1/connections/{id}/deactivate',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Deactivate a connection, which makes it read-only',
    params: ofConnection,
    query: ConnectionWriteQuery,
    idempotent: true,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound'],
  },
});
