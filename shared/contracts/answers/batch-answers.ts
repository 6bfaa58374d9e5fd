// The answer of a batch: a result for each item, distinguished by `status`, and the number of each status.
import * as z from 'zod';
import type { Code } from '../error-codes.ts';
import { problemWith } from './problem.ts';

const index = z.int().min(0).meta({ description: 'The position of the item in the request' });

const Counts = z
  .object({
    created: z.int(),
    updated: z.int().optional().meta({ description: 'Only if the mode updates' }),
    identical: z.int(),
    duplicate: z.int(),
    invalid: z.int(),
  })
  .meta({ id: 'BatchCounts', description: 'How many results have each status' });

const meanings = {
  created: 'It was created',
  updated: 'It existed with other values and was changed',
  identical: 'It exists with the same values; nothing was written',
  duplicate:
    'Nothing was written: it exists with other values, which the problem lists in `differs`, or another one prevents it',
  invalid: 'Nothing was written: the problem says why',
};

interface Results<
  Created extends z.ZodRawShape,
  Updated extends z.ZodRawShape,
  Refused extends z.ZodRawShape,
  Duplicate extends Code,
  Invalid extends Code,
> {
  /** What the items are, for the names of the schemas: `Record` gives `CreatedRecord`. */
  readonly noun: string;
  /** What a result has in addition if the item was created or is identical. */
  readonly written: Created;
  /** What it has if the item was updated. */
  readonly updated: Updated;
  /** What it has besides its problem. */
  readonly refused: Refused;
  readonly codes: {
    readonly duplicate: readonly Duplicate[];
    readonly invalid: readonly Invalid[];
  };
  readonly isDry?: boolean;
}

/** The answer of a batch that creates or replaces. */
export function batchAnswerOf<
  Created extends z.ZodRawShape,
  Updated extends z.ZodRawShape,
  Refused extends z.ZodRawShape,
  Duplicate extends Code,
  Invalid extends Code,
>({
  noun,
  written,
  updated,
  refused,
  codes,
  isDry = false,
}: Results<Created, Updated, Refused, Duplicate, Invalid>) {
  const named = (status: keyof typeof meanings) => ({
    id: `${status[0]?.toUpperCase()}${status.slice(1)}${noun}${isDry ? 'DryRun' : ''}`,
    description: meanings[status],
  });
  const result = z.discriminatedUnion('status', [
    z.object({ index, status: z.literal('created'), ...written }).meta(named('created')),
    z.object({ index, status: z.literal('updated'), ...updated }).meta(named('updated')),
    z.object({ index, status: z.literal('identical'), ...written }).meta(named('identical')),
    z
      .object({
        index,
        status: z.literal('duplicate'),
        ...refused,
        problem: problemWith(codes.duplicate, isDry),
      })
      .meta(named('duplicate')),
    z
      .object({
        index,
        status: z.literal('invalid'),
        ...refused,
        problem: problemWith(codes.invalid, isDry),
      })
      .meta(named('invalid')),
  ]);
  return z.object({ results: z.array(result), counts: Counts });
}
