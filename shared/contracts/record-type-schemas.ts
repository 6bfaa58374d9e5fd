// Record types: which kinds of records exist and which of them can be connected.
import * as z from 'zod';
import { RecordTypeId, text } from './identifiers.ts';

export const RecordType = z
  .object({
    type: RecordTypeId,
    displayName: z.string(),
    displayCollectionName: z.string(),
    connectionsEnabled: z.boolean(),
  })
  .meta({ id: 'RecordType' });

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
export type RecordTypeInput = z.output<typeof RecordTypeInput>;
