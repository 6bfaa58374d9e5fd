// The `filter` parameter of lists of connections and of records: its description and its limits.
import * as z from 'zod';

/** In UTF-16 units, levels of parentheses and `not`, values of one `in (…)`, function calls. */
export const filterLimits = { length: 2000, depth: 20, values: 100, calls: 20 } as const;

/** `shared/domain/filter/grammar.ts` parses the language. */
const filterOn = (subject: string, otherNames: string) =>
  z
    .string()
    .max(filterLimits.length)
    .meta({
      description:
        `A condition on the ${subject}, in a subset of OData \`$filter\`: \`eq ne gt ge lt le\`, ` +
        '`in`, `contains startswith endswith`, `and or not`, parentheses. A name is `name` or the name ' +
        `of an attribute, with \`/\` for nested attributes, ${otherNames}` +
        'on the left of a comparison; text is in single ' +
        'quotes, on the right, and compared whatever its case. See docs/decisions/0013-filter-language.md.',
      example: "status eq 'open' and estimatedValue gt 20000",
    });

export const Filter = filterOn(
  'connected record',
  'or `connection/` and an attribute of the connection, ',
);

/** Of a list of records. */
export const RecordFilter = filterOn('record', '');
