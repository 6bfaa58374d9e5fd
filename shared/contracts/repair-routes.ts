// The routes with which verify examines and repairs what is stored about two records, and the words of names.
import * as z from 'zod';
import { RecordInQuery, RecordTypeId } from './identifiers.ts';
import { pageParameters } from './paging.ts';
import { PairRepairRequest, WordRepairRequest } from './repair-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const repairRoutes = defineRoutes({
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
  repairPair: {
    method: 'POST',
    path: '/v1/pair-repairs',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Administration',
    summary: 'Repair what is stored about the connections of two records',
    description:
      'Writes the series of the two records again. With `halves` also completes torn pairs, which a ' +
      'restored backup may contain: the highest version is written to both halves, and halves of ' +
      'deleted connections are removed. `liaison verify --repair` and `--repair-pairs` use it.',
    body: PairRepairRequest,
    idempotent: true,
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
  repairWords: {
    method: 'POST',
    path: '/v1/word-repairs',
    scope: scopes.admin,
    capability: 'administration',
    tag: 'Administration',
    summary: 'Write the words of records again, so that searches find them',
    description:
      'Answers which of the records had a word missing. `liaison verify --repair` uses it.',
    body: WordRepairRequest,
    idempotent: true,
    refusals: [],
  },
});
