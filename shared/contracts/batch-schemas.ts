// What every batch answers: a result for each item, and how many there are of each status.
import * as z from 'zod';
import { Problem } from './error-codes.ts';

/**
 * The answer of a batch.
 * @param statuses all that an item may get, and that are counted, also at 0
 * @param shown what a result carries of what it made
 */
export function batchAnswerOf<Status extends string, Shown extends z.ZodRawShape>(
  statuses: readonly [Status, ...Status[]],
  shown: Shown,
) {
  return z.object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(statuses).meta({
          description: '`duplicate`: it exists already; nothing was written',
        }),
        ...shown,
        problem: Problem.optional(),
      }),
    ),
    counts: z.object(
      Object.fromEntries(statuses.map((status) => [status, z.int()])) as Record<Status, z.ZodInt>,
    ),
  });
}
