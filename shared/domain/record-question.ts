// What a list of records is asked for: by name, by words, by id, or all.
import type { Fault } from '../contracts/error-codes.ts';
import type { RecordsQuery } from '../contracts/record-query-schemas.ts';
import { filterFaults } from './filter/grammar.ts';

/** The ways of asking, of which a query has at most one. */
const ways = ['namePrefix', 'search', 'ids'] as const;

/** What is wrong with a question for records: two ways of asking, or its filter. */
export function recordQuestionFaults(query: Partial<RecordsQuery>): readonly Fault[] {
  const [first, ...others] = ways.filter((way) => query[way] !== undefined);
  return [
    ...others.map((path) => ({
      path,
      message: `cannot be combined with ${first}; send one of ${ways.join(', ')}`,
    })),
    ...(query.filter === undefined ? [] : filterFaults(query.filter, 'record')),
  ];
}
