// Pages of lists: the query parameters with their limits, and the form of a page.
import * as z from 'zod';
import { wholeNumber } from './identifiers.ts';

/** Query parameters of every list. */
export const pageParameters = {
  limit: wholeNumber(1, 100, 25).describe('Maximum number of items on a page, 1 to 100'),
  cursor: z
    .string()
    .max(4096)
    .optional()
    .meta({ description: '`nextCursor` of the previous page; valid only for the same query' }),
};

/** A page of items; `nextCursor` is absent on the last one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/** One page as the operations return it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string;
}
