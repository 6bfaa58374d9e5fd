// What goes by itself: the refusal that asks to try again in a second.
import { Refusal } from '../../contracts/error-codes.ts';

/** The refusal when others use the same items too much, or a read is not answered. */
export function busy(cause?: unknown): Refusal {
  return new Refusal(
    'Busy',
    'others are using the same records, or the database is slow to answer; nothing was written, try again in a second',
    {},
    { cause },
  );
}

/** Whether something was thrown that goes by itself: contention or throttling. */
export const isBusy = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code === 'Busy';
