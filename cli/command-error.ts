// An error that the person at the terminal can fix.

/** `message` is one sentence that says what is wrong and what would be right; exit status 2. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
