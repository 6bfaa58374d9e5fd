// The routes of record types.
import * as z from 'zod';
import { RecordTypeId } from './identifiers.ts';
import { RecordTypeInput, recordTypeResource } from './record-type-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofType = z.strictObject({ type: RecordTypeId });

export const recordTypeRoutes = defineRoutes({
  putRecordType: {
    method: 'PUT',
    path: '/v1/record-types/{type}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Record types',
    summary: 'Create or replace a record type',
    params: ofType,
    body: RecordTypeInput,
    etag: true,
    ifMatch: true,
    resource: recordTypeResource,
    refusals: ['ConnectionsCannotBeDisabled'],
  },
  deleteRecordType: {
    method: 'DELETE',
    path: '/v1/record-types/{type}',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Record types',
    summary: 'Delete a record type that has no records',
    params: ofType,
    ifMatch: true,
    refusals: ['NotFound', 'RecordTypeInUse'],
  },
});
