// Record types: which kinds of records there are and which of them may be connected.
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

/** Body of PUT; `type` may be repeated from the path, as an import file does. */
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
