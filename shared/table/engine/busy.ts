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

/** Whether an error is temporary: contention or throttling. */
export const isBusy = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code === 'Busy';
