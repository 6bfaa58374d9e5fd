// Record types: which kinds of records exist and which of them can be connected.
import * as z from 'zod';
import { RecordTypeId, text, Version } from './identifiers.ts';
import type { Resource } from './returned-fields.ts';

export const RecordType = z
  .object({
    type: RecordTypeId,
    displayName: z.string(),
    displayCollectionName: z.string(),
    connectionsEnabled: z.boolean(),
    version: Version,
  })
  .meta({ id: 'RecordType' });

/** As stored and announced: a type from before types had versions is at version 1. */
export const StoredRecordType = RecordType.extend({ version: Version.default(1) });

/** A record type as bodies describe it. */
export const recordTypeResource: Resource = { shown: Object.keys(RecordType.shape) };

/** Body of PUT; may repeat `type` of the path, as lines of import files do. */
export const RecordTypeInput = z
  .strictObject({
    type: RecordTypeId.optional(),
    displayName: text(100),
    displayCollectionName: text(100).optional().meta({ description: 'Default: `displayName`' }),
    connectionsEnabled: z.boolean().default(false).meta({
      description: 'Whether records of the type can be connected. Once true, it stays true.',
    }),
  })
  .meta({ id: 'RecordTypeInput' });

export type RecordType = z.infer<typeof RecordType>;
export type StoredRecordType = z.input<typeof StoredRecordType>;
export type RecordTypeInput = z.output<typeof RecordTypeInput>;
