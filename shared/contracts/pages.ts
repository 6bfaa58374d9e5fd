// How every list is cut into pages.
import * as z from 'zod';

/** Query parameters of every list. */
export const pageParameters = {
  limit: z
    .string()
    .regex(/^([1-9]\d?|100)$/, 'must be a whole number from 1 to 100')
    .transform(Number)
    .default(25)
    .meta({
      description: 'How many items a page holds at the most, 1 to 100',
      // It arrives as text; what it says is a number.
      override: ({ jsonSchema }) => {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { type: 'integer', minimum: 1, maximum: 100 });
      },
    }),
  cursor: z
    .string()
    .max(4096)
    .optional()
    .meta({ description: '`nextCursor` of the page before; good for the same query only' }),
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
