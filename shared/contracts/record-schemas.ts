// Records: rows of another system, as far as Liaison needs them to find, name and filter records.
import * as z from 'zod';
import { RecordId, RecordReference, RecordTypeId, text } from './identifiers.ts';
import { attributeLimits, attributesWithin } from './json-attributes.ts';
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

export type BatchRecord = z.output<typeof BatchRecord>;
export type RecordPatch = z.output<typeof RecordPatch>;
export type MergeInput = z.output<typeof MergeInput>;
