// An error as it may be logged: its name, cause and place, without any value that was read or written.
import * as z from 'zod';

/** The name and text of an error, where it was thrown, and the same for its cause. */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  /** Places in the code, innermost first. */
  readonly stack: readonly string[];
  readonly cause?: LoggedError;
}

/** The message in one line, without values; for an item that a schema rejects, each field and its fault. */
function messageOf(error: unknown): string {
  const text =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
      : error instanceof Error
        ? error.message
        : typeof error;
  return withoutValues(text);
}

/**
 * Messages of libraries may quote their input: JSON.parse quotes a piece of the text, DynamoDB and
 * its client quote a number that is malformed or too long.
 */
function withoutValues(text: string): string {
  return (
    text
      // Up to the last quote, since the quoted text may contain quotes; to the end if there is only one.
      .replace(/".*"|".*/gs, '"…"')
      .replace(/(numeric value: ).*/gs, '$1…')
      .replace(/\d{16,}/g, '…')
      .slice(0, 500)
  );
}

/** Leaves out other properties of an error: a cancelled transaction includes the stored items. */
export function loggedError(error: unknown): LoggedError {
  const { name = typeof error, stack = '', cause } = error instanceof Error ? error : {};
  return {
    name,
    message: messageOf(error),
    // The text before the places repeats the message.
    stack: stack
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('at ')),
    ...(cause !== undefined && { cause: loggedError(cause) }),
  };
}

/** An error that a handler may throw: Lambda logs a thrown error with all its properties. */
export function throwable(error: unknown): Error {
  const { name, message, stack } = loggedError(error);
  return Object.assign(new Error(message), {
    name,
    stack: [`${name}: ${message}`, ...stack.map((place) => `    ${place}`)].join('\n'),
  });
}
