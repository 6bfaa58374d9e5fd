// Batch requests: each item is read and answered separately, in the order of the request.
import type * as z from 'zod';
import { type Problem, parse, problem, Refusal } from '../../shared/contracts/error-codes.ts';

/** The outcome of one item: a status and the fields to show, or a refusal. */
export type ItemOutcome =
  | { readonly status: string; readonly shown?: Readonly<Record<string, unknown>> }
  | { readonly refusal: Refusal };

/** Statuses of items that were not written. */
const unwritten = new Set(['duplicate', 'identical', 'differs', 'invalid']);

type ItemResult = { index: number; status: string; problem?: Problem };

/**
 * Reads every item by its schema, performs the valid items together, and answers all of them.
 * @param statuses the statuses to count, including those with a count of 0
 * @param perform must return one outcome for each input, in the same order
 */
export async function batchAnswer<Schema extends z.ZodType>(
  schema: Schema,
  items: readonly unknown[],
  statuses: readonly string[],
  perform: (inputs: readonly z.output<Schema>[]) => Promise<readonly ItemOutcome[]>,
) {
  const inputs: z.output<Schema>[] = [];
  const invalid = new Map<number, Refusal>();
  for (const [index, item] of items.entries()) {
    try {
      inputs.push(parse(schema, item));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      invalid.set(index, error);
    }
  }
  const outcomes = (inputs.length > 0 ? await perform(inputs) : []).values();
  const results = items.map((_, index): ItemResult => {
    const refusal = invalid.get(index);
    const outcome = refusal ? { refusal } : (outcomes.next().value as ItemOutcome);
    return 'refusal' in outcome
      ? refused(index, outcome.refusal)
      : { index, status: outcome.status, ...outcome.shown };
  });
  const counts = Object.fromEntries(
    statuses.map((status) => [status, results.filter((one) => one.status === status).length]),
  );
  const wroteNothing = results.every(({ status }) => unwritten.has(status));
  return { status: 200, body: { results, counts }, wroteNothing };
}

function refused(index: number, { code, message, extras }: Refusal): ItemResult {
  const status = code === 'ConnectionExists' ? 'duplicate' : 'invalid';
  return { index, status, problem: problem(code, message, extras) };
}
