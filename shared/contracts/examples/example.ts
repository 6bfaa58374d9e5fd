// An example of an operation: a request, and the answers to it.

export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  /** The body of each success status; undefined if it has none. */
  readonly answers: Readonly<Record<number, unknown>>;
}
