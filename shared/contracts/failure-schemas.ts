// What administrators send about failures: which ones to list, and which to replay.
import * as z from 'zod';
import { wholeNumber } from './identifiers.ts';

const Workflow = z.string().min(1).max(256).meta({
  description: 'The workflow, or the stream reader `Projector` or `Publisher`',
  example: 'Rename',
});
const EventId = z.string().min(1).max(512).meta({
  description: 'The `eventId` of an event, or the `eventID` of a stream record',
});

export const FailureQuery = z.strictObject({
  workflow: Workflow.optional(),
  eventId: EventId.optional(),
  limit: wholeNumber(1, 100, 100).describe('Maximum number of failures, 1 to 100'),
});

export const FailureReplayRequest = z
  .strictObject({
    workflow: Workflow.optional(),
    eventId: EventId.optional(),
    dryRun: z.boolean().default(false).meta({
      description: 'List what would be taken, and take nothing',
    }),
    replayId: z.uuidv7().optional().meta({
      description: 'Of an answer: continues that replay and finds out its outcome',
    }),
  })
  .meta({ id: 'FailureReplayRequest' });
