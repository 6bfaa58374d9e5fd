// The error that stops the start of the local host.

/** The message says in one sentence what is wrong and what to do; it is printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
