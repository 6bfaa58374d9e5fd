// The routes with which administrators handle failures of workflows and stream readers.
import * as z from 'zod';
import { FailureQuery, FailureReplayRequest } from './failure-schemas.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

export const failureRoutes = defineRoutes({
  listFailures: {
    method: 'GET',
    path: '/v1/failures',
    scope: scopes.admin,
    capability: 'failures',
    costly: true,
    tag: 'Administration',
    summary: 'List what workflows and stream readers could not process',
    description:
      'Oldest first, without a next page: a failure stays until it is replayed. `isComplete` is false if there are ' +
      'more, or if another request is reading some at this moment. Takes a second or two.',
    query: FailureQuery,
    refusals: [],
  },
  getFailure: {
    method: 'GET',
    path: '/v1/failures/{id}',
    scope: scopes.admin,
    capability: 'failures',
    tag: 'Administration',
    summary: 'Read a failure with its event and its error',
    params: z.strictObject({ id: z.uuid().meta({ description: '`id` in the list of failures' }) }),
    refusals: [],
  },
  replayFailures: {
    method: 'POST',
    path: '/v1/failures/replay',
    scope: scopes.admin,
    capability: 'failures',
    costly: true,
    tag: 'Administration',
    summary: 'Process what failed again',
    description:
      'Takes only what was waiting when the replay began. A workflow is only `started`; a stream reader has ' +
      '`processed` its records, or they `failed` and still wait. Send `replayId` again while `isComplete` is false, and ' +
      'then with `dryRun` to find out the outcome: `failedAgain` lists what has failed again, and `queues` how many ' +
      'events may still be processed. `dryRun` takes nothing, and lists what would be taken. It accepts no `Idempotency-Key`: if an answer is lost, ' +
      'another replay takes what is left.',
    body: FailureReplayRequest,
    refusals: [],
  },
});
