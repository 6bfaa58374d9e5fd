// Records: rows of another system, as far as Liaison needs them to find, name and filter records.
import * as z from 'zod';
import { batchAnswerOf, putStatuses } from './batch-schemas.ts';
import { Instant, RecordId, RecordTypeId, text, Version } from './identifiers.ts';
import { pageParameters } from './paging.ts';
import type { Resource } from './returned-fields.ts';

/** Limits of `attributes`: UTF-8 bytes of its JSON text, and levels of nesting. */
const attributeLimits = { bytes: 100_000, depth: 32 } as const;

type Attributes = Record<string, unknown>;

/** Levels of nesting. Uses a loop: a hostile body may nest too deeply for a recursion. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  for (let depth = 0; ; depth += 1) {
    const next = level.flatMap((entry) =>
      typeof entry === 'object' && entry !== null ? Object.values(entry) : [],
    );
    if (next.length === 0 || depth > attributeLimits.depth) return depth;
    level = next;
  }
}

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

const Attributes = z
  .custom<Attributes>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be a JSON object',
  )
  .refine((value) => depthOf(value) <= attributeLimits.depth, {
    message: `must not be nested deeper than ${attributeLimits.depth} levels`,
    abort: true,
  })
  .refine((value) => bytesOf(value) <= attributeLimits.bytes, {
    error: ({ input }) =>
      `must be at most ${attributeLimits.bytes} bytes as JSON, not ${bytesOf(input)}`,
  })
  .meta({
    override: { type: 'object', additionalProperties: true },
    description: `Any JSON object of at most ${attributeLimits.bytes} bytes and ${attributeLimits.depth} levels`,
  });

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
export type StoredRecord = z.infer<typeof StoredRecord>;
export type RecordsQuery = z.output<typeof RecordsQuery>;
export type RecordBatchAnswer = z.infer<typeof RecordBatchAnswer>;
