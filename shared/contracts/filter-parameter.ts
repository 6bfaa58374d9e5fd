// The `filter` parameter of every list of connections: what it looks like and how large it may be.
import * as z from 'zod';

/** UTF-16 units of the whole text, levels of parentheses and `not`, values in one `in (…)`, calls. */
export const filterLimits = { length: 2000, depth: 20, values: 100, calls: 20 } as const;

/** The language itself is read by `shared/domain/filter`. */
export const Filter = z
  .string()
  .max(filterLimits.length)
  .meta({
    description:
      'A condition on the connected record, in a subset of OData `$filter`: `eq ne gt ge lt le`, ' +
      '`in`, `contains startswith endswith`, `and or not`, parentheses. A name is `name` or the name ' +
      'of an attribute, with `/` for nested attributes. See docs/decisions/0013-filter-language.md.',
    example: "status eq 'open' and estimatedValue gt 20000",
  });
