// What verify asks the service to repair: the connections of two records, and the words of names.
import * as z from 'zod';
import { RecordId, RecordReference, RecordTypeId, RoleId } from './identifiers.ts';

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

/** Maximum number of cells in a correction: it is one transaction, with the items of its roles. */
const maxCorrectedCells = 40;

const cells = [
  'total',
  'connections',
  'records',
  'role:<role>',
  'type:<record type>',
  'state:<state>',
  'records:<record type>',
].join(', ');

/** Amounts to add to the counts of one record, record type or role, cell by cell. */
export const CountCorrection = z
  .strictObject({
    of: z.union([
      z.strictObject({ type: RecordTypeId, id: RecordId }),
      z.strictObject({ type: RecordTypeId }),
      z.strictObject({ roleId: RoleId }),
    ]),
    add: z
      .record(
        z
          .string()
          .regex(
            /^(total|connections|records|(role|type|state|records):[a-z0-9][a-z0-9_-]{0,63})$/,
            `must be one of ${cells}`,
          ),
        z.int(),
      )
      .refine(
        (add) => Object.keys(add).length <= maxCorrectedCells,
        `must have at most ${maxCorrectedCells} cells; send several corrections`,
      )
      .meta({ description: `What to add to each cell: ${cells}` }),
  })
  .meta({ id: 'CountCorrection' });

export type CountCorrection = z.output<typeof CountCorrection>;
