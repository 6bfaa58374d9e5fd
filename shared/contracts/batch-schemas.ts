// Batches: what happens to items that exist already, a result for each item, and the number of each status.
import * as z from 'zod';

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

export type PutMode = z.output<typeof PutBatchQuery>['mode'];
