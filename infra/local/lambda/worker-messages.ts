// What a function's worker receives and sends.

/** The data with which a worker starts. */
export interface FunctionBundle {
  readonly file: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly memoryMb: number;
}

/** Events and results are passed as JSON, as in Lambda, so that values without JSON are lost here too. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Holds `claims.worker` or `claims.host` when the worker has begun, or the host has taken it back. */
  readonly claim: Int32Array;
}
/** The thread that sets its claim first has the invocation: one that waits behind a busy loop runs elsewhere. */
export const claims = { none: 0, worker: 1, host: 2 } as const;

/** Sent once, before any outcome, when the bundle is loaded. */
export interface Loaded {
  readonly loaded: true;
}
export type Outcome = { readonly requestId: string } & (
  | { readonly result: string }
  | { readonly error: string }
);
