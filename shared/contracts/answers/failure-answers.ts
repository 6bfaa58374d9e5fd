// Failures of workflows and stream readers, and what a replay did about them.
import * as z from 'zod';

const inQueue = {
  id: z.uuid(),
  workflow: z.string().meta({
    description: 'The workflow, or the stream reader `Projector` or `Publisher`',
  }),
  eventId: z.string().nullable().meta({
    description: 'Of the event, or of the stream record; null for a batch of records',
  }),
  eventType: z.string().nullable(),
  connectionId: z.string().nullable(),
  firstFailedAt: z.iso.datetime().meta({
    description: 'When the first attempt was made; if that is not known, when the event was sent',
  }),
  attempts: z.int().meta({ description: 'Attempts so far, those of earlier replays included' }),
  replayId: z.uuid().nullable().meta({ description: 'The replay that started it last' }),
};

const error = {
  name: z.string(),
  message: z.string(),
};
const unreported =
  'Null if the function could not report it: it was cut off or throttled. Its log says more.';

export const Failure = z
  .object({ ...inQueue, error: z.object(error).nullable().meta({ description: unreported }) })
  .meta({ id: 'Failure' });

export const FailureList = z
  .object({
    items: z.array(Failure),
    isComplete: z.boolean().meta({ description: 'Whether these are all failures' }),
  })
  .meta({ id: 'FailureList' });

export const FailureDetail = z
  .object({
    ...inQueue,
    error: z
      .object({
        ...error,
        stack: z.array(z.string()).meta({ description: 'Places in the code, innermost first' }),
      })
      .nullable()
      .meta({ description: unreported }),
    requestId: z.string().nullable().meta({
      description: 'Of the last run: finds its lines in the log',
    }),
    functionName: z.string().nullable(),
    logGroup: z.string().nullable().meta({ description: 'The log group of the function' }),
    content: z.union([z.looseObject({}), z.array(z.looseObject({})), z.string()]).meta({
      description:
        'The event, the stream records, or the place of the records in the stream; text if it is none of these',
    }),
  })
  .meta({ id: 'FailureDetail' });

const ReplayedFailure = z
  .object({
    id: z.uuid(),
    workflow: z.string(),
    eventId: z.string().nullable(),
    outcome: z.enum(['started', 'processed', 'failed', 'wouldReplay']).meta({
      description:
        '`started`: the event is in the queue of its workflow; `processed`: the stream reader has succeeded; ' +
        '`failed`: it has not, and the failure still waits; `wouldReplay`: of a dry run',
    }),
    error: z.string().optional().meta({ description: 'With `failed`: the reason' }),
  })
  .meta({ id: 'ReplayedFailure' });

export const FailureReplay = z
  .object({
    replayId: z.uuid(),
    taken: z
      .array(ReplayedFailure)
      .meta({ description: 'By this request; about 100 of each workflow at most' }),
    isComplete: z.boolean().meta({
      description: 'False if more may be waiting: send `replayId` again',
    }),
    failedAgain: z.array(Failure).meta({
      description: 'What this replay had started and is back among the failures',
    }),
    queues: z.array(z.object({ workflow: z.string(), waiting: z.int() })).meta({
      description:
        'How many events were waiting for each workflow or being processed, before this request started any',
    }),
    countDelaySeconds: z.int().meta({
      description:
        '`queues` may be late by this: a smaller number proves that events were processed only this long after the ' +
        'last one was started',
    }),
  })
  .meta({ id: 'FailureReplay' });

export type Failure = z.output<typeof Failure>;
export type FailureDetail = z.output<typeof FailureDetail>;
export type ReplayedFailure = z.output<typeof ReplayedFailure>;
export type FailureReplay = z.output<typeof FailureReplay>;
