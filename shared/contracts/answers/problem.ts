// The body of every error.
import * as z from 'zod';
import { type Code, codes } from '../error-codes.ts';
import { RecordId, RecordTypeId, State } from '../identifiers.ts';

const allCodes = Object.keys(codes) as [Code, ...Code[]];

export const Problem = z
  .object({
    type: z
      .string()
      .meta({ description: 'Where the code is explained', example: '/docs#NotFound' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(allCodes),
    requestId: z.string().optional().meta({ description: 'Quote this when you ask for help' }),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          code: z.enum(allCodes).optional().meta({ description: 'If it is not the code above' }),
        }),
      )
      .optional()
      .meta({ description: 'Everything that is wrong with the request' }),
    validRoleIds: z.array(z.string()).optional(),
    existingId: z.string().optional(),
    existingState: State.optional(),
    limit: z.int().optional(),
    existingIds: z.array(z.string()).optional(),
    differs: z.array(z.string()).optional().meta({
      description:
        'With `duplicate` in a batch: the fields in which the existing one has other values; absent if another one prevents it',
    }),
    count: z.int().optional(),
    into: z
      .object({ type: RecordTypeId, id: RecordId })
      .optional()
      .meta({ description: 'With `RecordMerged`: the record to use instead' }),
    get results() {
      return z
        .array(
          z.object({ index: z.int(), status: z.enum(['duplicate', 'invalid']), problem: Problem }),
        )
        .optional()
        .meta({ description: 'With `ChangesRefused`: each item that is refused' });
    },
  })
  .meta({ id: 'Problem', description: 'An error (RFC 9457)' });

export type Problem = z.infer<typeof Problem>;
