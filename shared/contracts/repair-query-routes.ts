// The routes with which verify finds what is wrong with what is stored.
import * as z from 'zod';
import { RecordInQuery, RecordTypeId } from './identifiers.ts';
import { pageParameters } from './paging.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const repairQueryRoutes = defineRoutes({
  listPairProblems: {
    method: 'GET',
    path: '/v1/pair-problems',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Administration',
    summary: 'List what is wrong with the stored connections of two records',
    description: 'An empty list means that nothing is wrong. `liaison verify` uses it.',
    query: z.strictObject({
      record1: RecordInQuery.meta({ description: 'A record as `type/id`' }),
      record2: RecordInQuery.meta({ description: 'The other record as `type/id`' }),
    }),
    refusals: [],
  },
  listWordProblems: {
    method: 'GET',
    path: '/v1/word-problems',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Administration',
    summary: 'List the records of a type that a search may not find',
    description:
      'Those of which a word is missing among the words that searches read. A record that was just written may be one of ' +
      'them for a moment. Each page examines `limit` records, and may list none. `liaison verify` uses it.',
    query: z.strictObject({
      recordType: RecordTypeId.meta({ description: 'Whose records to examine' }),
      ...pageParameters,
    }),
    refusals: ['RecordTypeNotFound'],
  },
});
