// Records as answers show them.
import * as z from 'zod';
import { Instant, RecordId, RecordReference, RecordTypeId, Version } from '../identifiers.ts';
import { attributeLimits, attributesWithin } from '../json-attributes.ts';
import { recordRoutes } from '../record-routes.ts';
import { batchAnswerOf } from './batch-answers.ts';
import { itemRefusalsOf } from './refusals.ts';

/** A record as stored. */
export const StoredRecord = z
  .object({
    type: RecordTypeId,
    id: RecordId,
    name: z.string(),
    attributes: attributesWithin(attributeLimits.record),
    createdAt: Instant,
    createdBy: z.string(),
    modifiedAt: Instant,
    modifiedBy: z.string(),
    version: Version,
  })
  .meta({ id: 'Record' });

/** What a list of records by id has in addition to the records. */
export const withoutRecord = {
  missing: z.array(RecordId).optional().meta({
    description:
      'With `ids`: those of this page for which there is no record, also because it was merged',
  }),
  merged: z
    .array(z.object({ id: RecordId, into: RecordReference }))
    .optional()
    .meta({
      description: 'With `ids`: those among `missing` that were merged, and into which record',
    }),
};

const written = { type: RecordTypeId, id: RecordId, version: Version };

export const RecordBatchAnswer = batchAnswerOf({
  noun: 'Record',
  written,
  updated: written,
  refused: { type: RecordTypeId.optional(), id: RecordId.optional() },
  codes: itemRefusalsOf(recordRoutes.batchRecords, ['PreconditionFailed']),
}).meta({ id: 'RecordBatchAnswer' });

export type StoredRecord = z.infer<typeof StoredRecord>;
export type RecordBatchAnswer = z.infer<typeof RecordBatchAnswer>;
