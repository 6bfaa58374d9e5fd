// What keeps the local host from starting, said in one sentence for the person who started it.

/** The message says what is wrong and what to do about it; it is shown without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
