// Queries for records: by name, by words of the name, by id.
import * as z from 'zod';
import { RecordFilter } from './filter-parameter.ts';
import { listInQuery, RecordIdsInQuery, RecordTypeId, text } from './identifiers.ts';
import { pageParameters } from './paging.ts';

const Search = text(200).meta({
  description:
    'Only names of which each word of this text begins a word, in any order and whatever the case. A word begins at the ' +
    'start of the name, after white space, or at a letter or digit after punctuation',
  example: 'odu mar',
});

export const RecordsQuery = z.strictObject({
  namePrefix: text(100).optional().meta({
    description: 'Only names that start with this text, whatever the case',
  }),
  search: Search.optional(),
  ids: RecordIdsInQuery.optional().meta({
    description:
      'Only records with these ids, at most 100, separated by commas, in this order; those that do not exist are ' +
      'listed in `missing`. A comma that belongs to an id is written `%2C` within the value, which a URL encodes ' +
      'as `%252C`. Without `limit`, all are on one page unless it becomes too large',
    example: 'fabrikon,atlas-peak-components',
  }),
  filter: RecordFilter.optional(),
  ...pageParameters,
});

export const RecordSearchQuery = z.strictObject({
  search: Search,
  types: listInQuery(RecordTypeId, 100).optional().meta({
    description: 'Only records of these types, separated by commas; all if left out',
    example: 'account,contact',
  }),
  ...pageParameters,
});

export type RecordsQuery = z.output<typeof RecordsQuery>;
