// The one way to change what is stored: read, decide, commit, and decide again after a conflict.
import { Refusal } from '../../contracts/error-codes.ts';
import { busy, isBusy } from './busy.ts';
import { type Action, ConditionsFailed, commit } from './commit.ts';
import type { Table } from './open-table.ts';
import { backOff, mayTryAgain, type Retries, retries } from './retries.ts';

/** What a rule decided on the basis of what it read. */
export interface Decision<Result> {
  /** Transactions to commit, in order, before the last one. */
  readonly earlier?: readonly (readonly Action[])[];
  /** The last transaction. Its conditions say that what the rule read is still stored. */
  readonly actions: readonly Action[];
  /** The caller's actions in the last transaction; a failed condition of theirs is not retried. */
  readonly attached?: readonly Action[];
  /** Returned once everything is committed. */
  readonly result: Result;
}

/** A condition of attached actions failed: an idempotency key that is in use, a sweep's guard. */
export class AttachedFailed extends ConditionsFailed {
  override readonly name = 'AttachedFailed';
}

export interface DecideOptions {
  readonly limit?: Retries;
  /**
   * Receives the failed conditions, by index in the last transaction, before the rule runs again.
   * Returns whether that made progress, so that the next attempt need not wait.
   */
  readonly onConflict?: (failed: ConditionsFailed) => boolean | Promise<boolean>;
}

/**
 * Runs a rule and commits what it decided. The rule reads what it needs; it runs again, after a
 * short wait, when a condition of its actions failed because another client changed an item first. Without
 * actions nothing is written.
 * @throws what the rule throws; AttachedFailed; Refusal Busy when other clients kept changing the same items first
 */
export async function decide<Result>(
  table: Table,
  rule: () => Decision<Result> | Promise<Decision<Result>>,
  { limit = retries.decide, onConflict }: DecideOptions = {},
): Promise<Result> {
  const began = table.clock();
  let isPartlyApplied = false;
  for (let attempt = 0; ; attempt += 1) {
    const { earlier = [], actions, attached = [], result } = await rule();
    try {
      for (const transaction of earlier) {
        await commit(table, transaction);
        isPartlyApplied = true;
      }
      await commitWith(table, actions, attached);
      return result;
    } catch (error) {
      if (isPartlyApplied && isBusy(error)) throw partlyApplied(error);
      if (!(error instanceof ConditionsFailed) || error instanceof AttachedFailed) throw error;
      const madeProgress = await onConflict?.(error);
      if (!mayTryAgain(table, limit, attempt, began)) {
        throw isPartlyApplied ? partlyApplied() : busy();
      }
      if (madeProgress) continue;
    }
    table.onRetry('conflict');
    await backOff(table, limit, attempt);
  }
}

/**
 * Commits actions of one's own and attached ones in one transaction.
 * @throws ConditionsFailed of one's own actions; AttachedFailed; Refusal Busy
 */
export async function commitWith(
  table: Table,
  actions: readonly Action[],
  attached: readonly Action[],
): Promise<void> {
  if (actions.length + attached.length === 0) return;
  try {
    await commit(table, [...actions, ...attached]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    const isAttached = [...error.failed.keys()].some((index) => index >= actions.length);
    throw isAttached ? new AttachedFailed(error.failed, error) : error;
  }
}

const partlyApplied = (cause?: unknown) =>
  new Refusal(
    'Busy',
    'other clients are changing the same items. Some changes were applied; repeat the request to finish',
    {},
    { cause },
  );
