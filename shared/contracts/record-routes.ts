// The routes of records.
import * as z from 'zod';
import { PutBatchQuery } from './batch-schemas.ts';
import { RecordId, RecordTypeId } from './identifiers.ts';
import {
  BatchRecord,
  MergeInput,
  RecordInput,
  RecordPatch,
  recordResource,
} from './record-schemas.ts';
import { batch, defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ofRecord = z.strictObject({ type: RecordTypeId, id: RecordId });

export const recordRoutes = defineRoutes({
  putRecord: {
    method: 'PUT',
    path: '/v1/records/{type}/{id}',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Create or replace a record',
    params: ofRecord,
    body: RecordInput,
    resource: recordResource,
    etag: true,
    ifMatch: true,
    refusals: ['RecordTypeNotFound', 'RecordMerged'],
  },
  patchRecord: {
    method: 'PATCH',
    path: '/v1/records/{type}/{id}',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Change a record',
    description:
      'A merge patch (RFC 7396). If it changes nothing, nothing is written and the version stays.',
    params: ofRecord,
    body: RecordPatch,
    resource: recordResource,
    etag: true,
    ifMatch: true,
    refusals: ['NotFound', 'RecordMerged'],
  },
  deleteRecord: {
    method: 'DELETE',
    path: '/v1/records/{type}/{id}',
    scope: scopes.write,
    capability: 'records',
    tag: 'Records',
    summary: 'Delete a record and all its connections; only its creator or an administrator may',
    params: ofRecord,
    ifMatch: true,
    refusals: ['NotFound', 'RecordMerged'],
  },
  mergeRecord: {
    method: 'POST',
    path: '/v1/records/{type}/{id}/merge',
    scope: scopes.admin,
    capability: 'records',
    tag: 'Records',
    summary: 'Merge a record into another one of its type',
    description:
      'The record is closed at once: every request that names it is refused with `RecordMerged`. Its ' +
      'connections move to the other record in the background; those that the other record has ' +
      'already, and those that would connect it to itself, are deleted. A merge cannot be undone.',
    params: ofRecord,
    body: MergeInput,
    idempotent: true,
    ifMatch: true,
    refusals: ['ConnectionObjectsMissing', 'NotFound', 'RecordMerged'],
  },
  batchRecords: {
    method: 'POST',
    path: '/v1/records/batch',
    scope: scopes.write,
    capability: 'records',
    costly: true,
    tag: 'Records',
    summary: 'Create or replace up to 100 records',
    description:
      'Items are processed in order: with `mode=create`, the first of two items with one id wins.',
    query: PutBatchQuery,
    body: batch,
    item: BatchRecord,
    itemRefusals: ['RecordTypeNotFound', 'RecordMerged', 'PreconditionFailed'],
    resource: recordResource,
    idempotent: true,
    refusals: [],
  },
});
