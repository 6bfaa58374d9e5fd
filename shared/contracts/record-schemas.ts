// Records: rows of another system, as far as Liaison needs them to find, name and filter records.
import * as z from 'zod';
import { batchAnswerOf, putStatuses } from './batch-schemas.ts';
import { Instant, RecordId, RecordReference, RecordTypeId, text, Version } from './identifiers.ts';
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

/** Body of a merge. */
export const MergeInput = z
  .strictObject({
    into: RecordReference.meta({ description: 'The surviving record, of the same type' }),
  })
  .meta({ id: 'MergeInput' });

/** A record as stored. */
export const StoredRecord = z
  .object({
    type: RecordTypeId,
    id: RecordId,
    name: z.string(),
    attributes: Attributes,
    createdAt: Instant,
    createdBy: z.string(),
    modifiedAt: Instant,
    modifiedBy: z.string(),
    version: Version,
  })
  .meta({ id: 'Record' });

/** A record as bodies describe it. */
export const recordResource: Resource = { schema: StoredRecord };

export const RecordsQuery = z.strictObject({
  namePrefix: text(100).optional().meta({
    description: 'Only names that start with this text, whatever the case',
  }),
  ...pageParameters,
});

export const RecordBatchAnswer = batchAnswerOf(putStatuses, {
  type: RecordTypeId.optional(),
  id: RecordId.optional(),
  version: Version.optional(),
}).meta({ id: 'RecordBatchAnswer' });

export type BatchRecord = z.output<typeof BatchRecord>;
export type MergeInput = z.output<typeof MergeInput>;
export type StoredRecord = z.infer<typeof StoredRecord>;
export type RecordsQuery = z.output<typeof RecordsQuery>;
export type RecordBatchAnswer = z.infer<typeof RecordBatchAnswer>;
