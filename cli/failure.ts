// What goes wrong in a way that a person can put right.

/** One sentence for the person at the terminal that says what would be right; exit status 2. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
}
