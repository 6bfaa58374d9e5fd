// What a log may know of an error: where and why, and nothing of what was written or read.
import * as z from 'zod';

/** Name, text, where it was thrown, and the same of its cause. */
export interface LoggedError {
  readonly name: string;
  readonly message: string;
  /** Places in the code, innermost first. */
  readonly stack: readonly string[];
  readonly cause?: LoggedError;
}

/**
 * What was wrong, in one line, without values: of what is not what this service writes, each field
 * with its fault.
 */
function sentenceOf(error: unknown): string {
  const text =
    error instanceof z.ZodError
      ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
      : error instanceof Error
        ? error.message
        : typeof error;
  return withoutValues(text);
}

/**
 * Others' messages may quote what they were given: JSON.parse a piece of the text, DynamoDB and its
 * client a number that is none or too long.
 */
function withoutValues(text: string): string {
  return (
    text
      // To the last quote, for what is quoted may have quotes of its own; to the end, if there is one alone.
      .replace(/".*"|".*/gs, '"…"')
      .replace(/(numeric value: ).*/gs, '$1…')
      .replace(/\d{16,}/g, '…')
      .slice(0, 500)
  );
}

/** Other properties of an error stay out: a cancelled transaction brings the items that were there. */
export function loggedError(error: unknown): LoggedError {
  const { name = typeof error, stack = '', cause } = error instanceof Error ? error : {};
  return {
    name,
    message: sentenceOf(error),
    // The text before them repeats the message.
    stack: stack
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith('at ')),
    ...(cause !== undefined && { cause: loggedError(cause) }),
  };
}

/** For Lambda, which logs what a handler throws with all its properties: an error that may be logged. */
export function throwable(error: unknown): Error {
  const { name, message, stack } = loggedError(error);
  return Object.assign(new Error(message), {
    name,
    stack: [`${name}: ${message}`, ...stack.map((place) => `    ${place}`)].join('\n'),
  });
}
