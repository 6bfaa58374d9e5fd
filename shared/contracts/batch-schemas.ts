// The answer of every batch: a result for each item, and the number of items with each status.
import * as z from 'zod';
import { Problem } from './error-codes.ts';

/**
 * The answer of a batch.
 * @param statuses all statuses that an item can get; each is counted, even if the count is 0
 * @param fields further fields of a result
 */
export function batchAnswerOf<Status extends string, Fields extends z.ZodRawShape>(
  statuses: readonly [Status, ...Status[]],
  fields: Fields,
) {
  return z.object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(statuses).meta({
          description: '`duplicate`: it exists already; nothing was written',
        }),
        ...fields,
        problem: Problem.optional(),
      }),
    ),
    counts: z.object(
      Object.fromEntries(statuses.map((status) => [status, z.int()])) as Record<Status, z.ZodInt>,
    ),
  });
}
