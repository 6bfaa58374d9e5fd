// What verify asks the service to repair: the connections of two records, and the words of names.
import * as z from 'zod';
import { RecordReference } from './identifiers.ts';

export const PairRepairRequest = z
  .strictObject({
    record1: RecordReference,
    record2: RecordReference,
    halves: z.boolean().default(false).meta({
      description:
        'Also complete or remove halves of torn pairs; otherwise only the series are written',
    }),
  })
  .meta({ id: 'PairRepairRequest' });

export const WordRepairRequest = z
  .strictObject({ records: z.array(RecordReference).min(1).max(100) })
  .meta({ id: 'WordRepairRequest' });
