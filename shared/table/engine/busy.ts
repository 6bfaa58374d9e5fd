// The refusal for temporary trouble: it asks the caller to retry in a second.
import { Refusal } from '../../contracts/error-codes.ts';

/** The refusal when other clients write the same items too often, or the database does not answer. */
export function busy(cause?: unknown): Refusal {
  return new Refusal(
    'Busy',
    'other clients are using the same records, or the database is slow to answer; nothing was written, retry in a second',
    {},
    { cause },
  );
}

/** The refusal when the database did not confirm a write, so that it is not known whether it was applied. */
export function unconfirmed(cause: unknown): Refusal {
  return new Refusal(
    'Busy',
    'the database did not confirm the change in time, so it may or may not be written; repeat the request, with the same Idempotency-Key if it had one',
    {},
    { cause },
  );
}

/** Whether an error is temporary: contention, throttling or a database that does not answer. */
export const isBusy = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code === 'Busy';
