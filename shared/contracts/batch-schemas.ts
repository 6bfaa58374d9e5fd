// Batches: what happens to items that exist already, a result for each item, and the number of each status.
import * as z from 'zod';
import { Problem } from './error-codes.ts';

/** Query of a batch that creates or replaces: of records, of roles, of connections. */
export const PutBatchQuery = z.strictObject({
  mode: z.enum(['create', 'upsert']).default('upsert').meta({
    description:
      'What happens to an item that exists with other values: `upsert` replaces it, `create` leaves it as it is',
  }),
});

/** What can happen to an item of a batch that creates or replaces. */
export const putStatuses = ['created', 'updated', 'identical', 'duplicate', 'invalid'] as const;

/** Those of an item that is only created. */
export const createStatuses = putStatuses.filter((status) => status !== 'updated');

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

export type PutMode = z.output<typeof PutBatchQuery>['mode'];
