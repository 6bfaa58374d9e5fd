import { CountCorrection, PairRepairRequest, WordRepairRequest } from './repair-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const repairRoutes = defineRoutes({
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
  correctCounts: {
    method: 'POST',
    path: '/v1/count-corrections',
    scope: scopes.admin,
    capability: 'administration',
    costly: true,
    tag: 'Counts',
    summary: 'Correct counts that a recount found wrong',
    description:
      'Adds to up to 40 cells of the counts of one record, record type or role; `liaison verify ' +
      '--repair` uses it. Correcting a record, even by zero, also repairs the list of its roles.',
    body: CountCorrection,
    idempotent: true,
    refusals: [],
  },
});
