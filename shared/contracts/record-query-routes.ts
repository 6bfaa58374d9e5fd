// The routes that list, search and read records.
import * as z from 'zod';
import { RecordId, RecordTypeId } from './identifiers.ts';
import { RecordSearchQuery, RecordsQuery } from './record-query-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofType = z.strictObject({ type: RecordTypeId });
const ofRecord = z.strictObject({ type: RecordTypeId, id: RecordId });

export const recordQueryRoutes = defineRoutes({
  getRecord: {
    method: 'GET',
    path: '/v1/records/{type}/{id}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Records',
    summary: 'Get a record',
    params: ofRecord,
    etag: true,
    refusals: ['NotFound', 'RecordMerged'],
  },
  listRecords: {
    method: 'GET',
    path: '/v1/records/{type}',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Records',
    summary: 'List the records of a type: all or some by name, by words of the name, or by id',
    description:
      'Takes one of `namePrefix`, `search` and `ids`, or none. In the order of the names; with `search`, each ' +
      'page is sorted by name, and the pages follow each other in the order of the words; with `ids`, in the order asked.',
    params: ofType,
    query: RecordsQuery,
    refusals: ['NotFound'],
  },
  searchRecords: {
    method: 'GET',
    path: '/v1/records',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Records',
    summary: 'Search the records of all types by words of their names',
    query: RecordSearchQuery,
    refusals: ['RecordTypeNotFound'],
  },
});
