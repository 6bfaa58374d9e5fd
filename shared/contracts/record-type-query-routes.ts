// The routes that list and read record types.
import * as z from 'zod';
import { RecordTypeId } from './identifiers.ts';
import { pageParameters } from './paging.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofType = z.strictObject({ type: RecordTypeId });

export const recordTypeQueryRoutes = defineRoutes({
  listRecordTypes: {
    method: 'GET',
    path: '/v1/record-types',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Record types',
    summary: 'List all record types',
    query: z.strictObject(pageParameters),
    refusals: [],
  },
  getRecordType: {
    method: 'GET',
    path: '/v1/record-types/{type}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Record types',
    summary: 'Get a record type',
    params: ofType,
    etag: true,
    refusals: ['NotFound'],
  },
});
