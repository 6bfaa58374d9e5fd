// Every route: method, path, scope, what it takes, what it answers, and the function that serves it.
// Validation, OpenAPI, the API Gateway routes, the command line and the console are all made from this.
import * as z from 'zod';
import {
  ConnectionRole,
  ConnectionRoleBatchAnswer,
  ConnectionRoleInput,
  ConnectionRolePatch,
  ConnectionRolesQuery,
  MatchingRolesQuery,
  NewConnectionRole,
} from './connection-roles.ts';
import {
  Connection,
  ConnectionBatchAnswer,
  ConnectionHalf,
  ConnectionPatch,
  ConnectionsOfRecordQuery,
  NewConnection,
} from './connections.ts';
import { ConnectionId, RecordId, RecordTypeId, RoleId } from './identifiers.ts';
import { pageOf, pageParameters } from './pages.ts';
import type { Code } from './problem.ts';
import { RecordType, RecordTypeInput } from './record-types.ts';
import {
  BatchRecord,
  RecordBatchAnswer,
  RecordInput,
  RecordsQuery,
  StoredRecord,
} from './records.ts';

/** OAuth scopes. A route asks for exactly one; `liaison/admin` lifts some limits inside others. */
export const scopes = {
  read: 'liaison/read',
  write: 'liaison/write',
  admin: 'liaison/admin',
} as const;
export type Scope = (typeof scopes)[keyof typeof scopes];

/** Which Lambda function serves a route. One capability, one function, one set of rights. */
export type Capability = 'queries' | 'connections' | 'records' | 'administration' | 'service';

/** A body larger than this is refused with PayloadTooLarge. */
export const maxBodyBytes = 1_048_576;

/** An idempotency key is kept this long. */
export const idempotencyHours = 24;

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Path parameters in braces, as API Gateway and OpenAPI write them. */
  readonly path: string;
  /** The scope a token needs; null = open to all, without a token. */
  readonly scope: Scope | null;
  readonly capability: Capability;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Of a batch: what each of its items must be. */
  readonly item?: z.ZodType;
  /** A failed write may be repeated with the same Idempotency-Key. */
  readonly idempotent?: true;
  /** The answer carries an ETag, or the request may carry If-Match. */
  readonly etag?: true;
  readonly ifMatch?: true;
  /** Body of each success status; null = no body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Codes beyond those that every route of its kind may answer. */
  readonly refusals: readonly Code[];
}

const routesAreOf = <Routes extends Record<string, Route>>(routes: Routes) => routes;

const ofType = z.strictObject({ type: RecordTypeId });
const ofRecord = z.strictObject({ type: RecordTypeId, id: RecordId });
const ofRole = z.strictObject({ id: RoleId });
const ofConnection = z.strictObject({ id: ConnectionId });

/** How many items a batch may hold. */
export const maxBatchItems = 100;

/** Body of every batch. Its items are read one by one, so that a bad one does not cost the good ones. */
const batch = z.strictObject({
  items: z
    .array(z.unknown())
    .min(1, `must hold 1 to ${maxBatchItems} items`)
    .max(maxBatchItems, `must hold 1 to ${maxBatchItems} items`),
});

const rolesOfConnection: Code[] = [
  'ConnectionInvalidStartEndDate',
  'ConnectionRoleNotFound',
  'ConnectionRoleNotActive',
  'ConnectionRoleNotValidForObjectType',
  'UnrelatedConnectionRoles',
];

export const routes = routesAreOf({
  listRecordTypes: {
    method: 'GET',
    path: '/v1/record-types',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Record types',
    summary: 'All record types',
    query: z.strictObject(pageParameters),
    answers: { 200: pageOf(RecordType) },
    refusals: [],
  },
  putRecordType: {
    method: 'PUT',
    path: '/v1/record-types/{type}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Record types',
    summary: 'Make or change a record type',
    params: ofType,
    body: RecordTypeInput,
    answers: { 200: RecordType, 201: RecordType },
    refusals: ['ConnectionsCannotBeDisabled'],
  },
  getRecordType: {
    method: 'GET',
    path: '/v1/record-types/{type}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Record types',
    summary: 'One record type',
    params: ofType,
    answers: { 200: RecordType },
    refusals: ['NotFound'],
  },
  deleteRecordType: {
    method: 'DELETE',
    path: '/v1/record-types/{type}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Record types',
    summary: 'Delete a record type that has no records',
    params: ofType,
    answers: { 204: null },
    refusals: ['NotFound', 'RecordTypeInUse'],
  },
  putRecord: {
    method: 'PUT',
    path: '/v1/records/{type}/{id}',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Make or replace a record',
    params: ofRecord,
    body: RecordInput,
    etag: true,
    ifMatch: true,
    answers: { 200: StoredRecord, 201: StoredRecord },
    refusals: [],
  },
  getRecord: {
    method: 'GET',
    path: '/v1/records/{type}/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Records',
    summary: 'One record',
    params: ofRecord,
    etag: true,
    answers: { 200: StoredRecord },
    refusals: ['NotFound'],
  },
  deleteRecord: {
    method: 'DELETE',
    path: '/v1/records/{type}/{id}',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Delete a record and all its connections',
    params: ofRecord,
    ifMatch: true,
    answers: { 202: null },
    refusals: ['NotFound'],
  },
  listRecords: {
    method: 'GET',
    path: '/v1/records/{type}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Records',
    summary: 'Records of a type by name',
    params: ofType,
    query: RecordsQuery,
    answers: { 200: pageOf(StoredRecord) },
    refusals: ['NotFound'],
  },
  batchRecords: {
    method: 'POST',
    path: '/v1/records/batch',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Make or replace up to 100 records',
    body: batch,
    item: BatchRecord,
    idempotent: true,
    answers: { 200: RecordBatchAnswer },
    refusals: [],
  },
  listConnectionRoles: {
    method: 'GET',
    path: '/v1/connection-roles',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'Connection roles',
    query: ConnectionRolesQuery,
    answers: { 200: pageOf(ConnectionRole) },
    refusals: [],
  },
  createConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Make a connection role',
    body: NewConnectionRole,
    idempotent: true,
    etag: true,
    answers: { 201: ConnectionRole },
    refusals: ['ConnectionRoleNotFound'],
  },
  batchConnectionRoles: {
    method: 'POST',
    path: '/v1/connection-roles/batch',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Make or replace up to 100 connection roles that may name each other',
    body: batch,
    item: NewConnectionRole,
    idempotent: true,
    answers: { 200: ConnectionRoleBatchAnswer },
    refusals: [],
  },
  putConnectionRole: {
    method: 'PUT',
    path: '/v1/connection-roles/{id}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Make or replace a connection role',
    params: ofRole,
    body: ConnectionRoleInput,
    etag: true,
    ifMatch: true,
    answers: { 200: ConnectionRole, 201: ConnectionRole },
    refusals: ['ConnectionRoleNotFound'],
  },
  getConnectionRole: {
    method: 'GET',
    path: '/v1/connection-roles/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'One connection role',
    params: ofRole,
    etag: true,
    answers: { 200: ConnectionRole },
    refusals: ['NotFound'],
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
    etag: true,
    ifMatch: true,
    answers: { 200: ConnectionRole },
    refusals: ['NotFound', 'ConnectionRoleNotFound'],
  },
  deleteConnectionRole: {
    method: 'DELETE',
    path: '/v1/connection-roles/{id}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Delete a connection role',
    description:
      '`policy=restrict` refuses while connections have the role; `policy=clear` blanks it on all of them first.',
    params: ofRole,
    query: z.strictObject({ policy: z.enum(['restrict', 'clear']).default('restrict') }),
    ifMatch: true,
    answers: { 202: null, 204: null },
    refusals: ['NotFound', 'ConnectionRoleInUse'],
  },
  activateConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles/{id}/activate',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Let a connection role be used',
    params: ofRole,
    idempotent: true,
    etag: true,
    ifMatch: true,
    answers: { 200: ConnectionRole },
    refusals: ['NotFound'],
  },
  deactivateConnectionRole: {
    method: 'POST',
    path: '/v1/connection-roles/{id}/deactivate',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Connection roles',
    summary: 'Let a connection role no longer be used; connections that have it keep it',
    params: ofRole,
    idempotent: true,
    etag: true,
    ifMatch: true,
    answers: { 200: ConnectionRole },
    refusals: ['NotFound'],
  },
  listMatchingRoles: {
    method: 'GET',
    path: '/v1/connection-roles/{id}/matching-roles',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connection roles',
    summary: 'The roles that match a role, the default first',
    params: ofRole,
    query: MatchingRolesQuery,
    answers: { 200: pageOf(ConnectionRole) },
    refusals: ['NotFound'],
  },
  createConnection: {
    method: 'POST',
    path: '/v1/connections',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Connect two records',
    body: NewConnection,
    idempotent: true,
    etag: true,
    answers: { 201: Connection },
    refusals: [
      'ConnectionObjectsMissing',
      'ConnectionNotSupported',
      'CannotConnectToSelf',
      ...rolesOfConnection,
      'ConnectionExists',
    ],
  },
  batchConnections: {
    method: 'POST',
    path: '/v1/connections/batch',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Make up to 100 connections; each is created, duplicate or invalid',
    body: batch,
    item: NewConnection,
    idempotent: true,
    answers: { 200: ConnectionBatchAnswer },
    refusals: [],
  },
  getConnection: {
    method: 'GET',
    path: '/v1/connections/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'One connection, as it was created',
    params: ofConnection,
    etag: true,
    answers: { 200: Connection },
    refusals: ['NotFound'],
  },
  patchConnection: {
    method: 'PATCH',
    path: '/v1/connections/{id}',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Change a connection',
    params: ofConnection,
    body: ConnectionPatch,
    etag: true,
    ifMatch: true,
    answers: { 200: Connection },
    refusals: ['NotFound', 'ConnectionInactive', ...rolesOfConnection, 'ConnectionExists'],
  },
  deleteConnection: {
    method: 'DELETE',
    path: '/v1/connections/{id}',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Delete a connection; only its owner or an administrator may',
    params: ofConnection,
    ifMatch: true,
    answers: { 204: null },
    refusals: ['NotFound'],
  },
  activateConnection: {
    method: 'POST',
    path: '/v1/connections/{id}/activate',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Let a connection be edited again',
    params: ofConnection,
    idempotent: true,
    etag: true,
    ifMatch: true,
    answers: { 200: Connection },
    refusals: ['NotFound'],
  },
  deactivateConnection: {
    method: 'POST',
    path: '/v1/connections/{id}/deactivate',
    scope: scopes.write,
    capability: 'connections',
    tag: 'Connections',
    summary: 'Make a connection read-only',
    params: ofConnection,
    idempotent: true,
    etag: true,
    ifMatch: true,
    answers: { 200: Connection },
    refusals: ['NotFound'],
  },
  listConnectionsOfRecord: {
    method: 'GET',
    path: '/v1/records/{type}/{id}/connections',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Connections',
    summary: 'The connections of a record, whichever side they were made from',
    description:
      'Strongly consistent. `record1` is the record asked about. A page of a selective filter may ' +
      'come back short; it is the last one only when `nextCursor` is absent.',
    params: ofRecord,
    query: ConnectionsOfRecordQuery,
    answers: { 200: pageOf(Connection) },
    refusals: ['NotFound'],
  },
  listConnectionHalves: {
    method: 'GET',
    path: '/v1/connection-halves',
    scope: scopes.admin,
    capability: 'queries',
    tag: 'Administration',
    summary: 'Every half of every connection as it stands in the table, for export and verify',
    query: z.strictObject(pageParameters),
    answers: { 200: pageOf(ConnectionHalf) },
    refusals: [],
  },
  getHealth: {
    method: 'GET',
    path: '/health',
    scope: null,
    capability: 'service',
    tag: 'Service',
    summary: 'Whether the service answers',
    answers: { 200: z.object({ status: z.literal('ok') }) },
    refusals: [],
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    scope: null,
    capability: 'service',
    tag: 'Service',
    summary: 'This description, OpenAPI 3.1',
    answers: { 200: z.looseObject({ openapi: z.string() }) },
    refusals: [],
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    scope: null,
    capability: 'service',
    tag: 'Service',
    summary: 'This description as a page to read',
    answers: { 200: z.string() },
    refusals: [],
  },
});

export type Routes = typeof routes;
export type RouteName = keyof Routes;
export type RoutesOf<C extends Capability> = {
  [Name in RouteName]: Routes[Name]['capability'] extends C ? Name : never;
}[RouteName];
