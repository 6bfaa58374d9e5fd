// What verify finds wrong with the connections of two records, and asks the service to repair.
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
