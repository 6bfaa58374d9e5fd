// The answer of a batch: a result for each item, and the number of each status.
import * as z from 'zod';
import { Problem } from './problem.ts';

/**
 * The answer of a batch.
 * @param statuses all statuses that an item can get; each is counted, even if the count is 0 (`updated` only if
 *   the mode updates)
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
          description:
            '`identical`: it exists with the same values. `duplicate`: it exists with other values (the ' +
            'problem says which ones `differs`), or another one prevents it. In both cases nothing is written.',
        }),
        ...fields,
        problem: Problem.optional(),
      }),
    ),
    counts: z.object(
      Object.fromEntries(
        statuses.map((status) => [status, status === 'updated' ? z.int().optional() : z.int()]),
      ) as Record<Exclude<Status, 'updated'>, z.ZodInt> & { updated?: z.ZodOptional<z.ZodInt> },
    ),
  });
}
