// The routes with which verify examines and repairs what is stored about two records.
import * as z from 'zod';
import { RecordInQuery } from './identifiers.ts';
import { PairRepairRequest } from './repair-schemas.ts';
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
});
