// Records: rows of another system, as far as Liaison needs them to find, name and filter records.
import * as z from 'zod';
import { RecordFilter } from './filter-parameter.ts';
import {
  listInQuery,
  RecordId,
  RecordIdsInQuery,
  RecordReference,
  RecordTypeId,
  text,
} from './identifiers.ts';
import { attributeLimits, attributesWithin } from './json-attributes.ts';
import { pageParameters } from './paging.ts';
import type { Resource } from './returned-fields.ts';

const Attributes = attributesWithin(attributeLimits.record);

/** Body of PUT; may repeat `type` and `id` of the path, as lines of import files do. */
export const RecordInput = z
  .strictObject({
    type: RecordTypeId.optional(),
    id: RecordId.optional(),
    name: text(500),
    attributes: Attributes.default({}),
  })
  .meta({ id: 'RecordInput' });

export const BatchRecord = z
  .strictObject({
    type: RecordTypeId,
    id: RecordId,
    name: text(500),
    attributes: Attributes.default({}),
  })
  .meta({ id: 'BatchRecord' });

/** Body of PATCH. */
export const RecordPatch = z
  .strictObject({
    name: text(500).optional(),
    attributes: Attributes.nullable().optional().meta({
      description: 'Merged (RFC 7396): `null` removes an attribute; `null` for all removes all',
    }),
  })
  .meta({ id: 'RecordPatch', description: 'The fields to change' });

/** Body of a merge. */
export const MergeInput = z
  .strictObject({
    into: RecordReference.meta({ description: 'The surviving record, of the same type' }),
  })
  .meta({ id: 'MergeInput' });

/** A record as bodies describe it. */
export const recordResource: Resource = {
  shown: [
    ...['type', 'id', 'name', 'attributes'],
    ...['createdAt', 'createdBy', 'modifiedAt', 'modifiedBy', 'version'],
  ],
};

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

export type BatchRecord = z.output<typeof BatchRecord>;
export type RecordPatch = z.output<typeof RecordPatch>;
export type MergeInput = z.output<typeof MergeInput>;
export type RecordsQuery = z.output<typeof RecordsQuery>;
