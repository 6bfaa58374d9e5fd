// Batch requests: each item is answered separately, in the order of the request.
import { type Refusal, refusedItem } from '../../shared/contracts/error-codes.ts';

/** The outcome of one item: a status and the fields to show, or a refusal. */
export type ItemOutcome =
  | { readonly status: string; readonly shown?: Readonly<Record<string, unknown>> }
  | { readonly refusal: Refusal; readonly shown?: Readonly<Record<string, unknown>> };

/** Statuses of items that were not written. */
const unwritten = new Set(['duplicate', 'identical', 'invalid']);

type ItemResult = { index: number; status: string };

/**
 * Answers all items of a batch.
 * @param statuses the statuses to count, including those with a count of 0
 * @param outcomes one for each item, in the same order
 */
export function batchAnswer(statuses: readonly string[], outcomes: readonly ItemOutcome[]) {
  const results = outcomes.map(
    (outcome, index): ItemResult =>
      'refusal' in outcome
        ? { ...refusedItem(index, outcome.refusal), ...outcome.shown }
        : { index, status: outcome.status, ...outcome.shown },
  );
  const counts = Object.fromEntries(
    statuses.map((status) => [status, results.filter((one) => one.status === status).length]),
  );
  const wroteNothing = results.every(({ status }) => unwritten.has(status));
  return { status: 200, body: { results, counts }, wroteNothing };
}
