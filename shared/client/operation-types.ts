// What each operation takes and returns.
import type { Bodies, DryReturned, PagedOperation, Returned, Targets } from './contract-types.ts';
import type { LiaisonProblem } from './liaison-problem.ts';
import type { OperationName } from './operations.ts';

export type { PagedOperation };

/** Path parameters and query: what identifies a read. */
export type Target<Name extends OperationName> = Targets[Name];

/** What every operation takes in addition. */
export interface CallOptions {
  /**
   * `version` of what is changed, sent as If-Match: PreconditionFailed when it has changed since. `absent` on a
   * PUT creates, and never replaces: PreconditionFailed when it exists.
   */
  readonly ifMatch?: number | 'absent';
  /** Of a POST: the same key never writes twice. Default: a new one for each call, kept by its retries. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** How often the request is sent at most; overrides the client's `attempts`. */
  readonly attempts?: number;
  /** Instead of `attempts`: called after a failure that may be temporary; whether to send it again. */
  readonly mayRetry?: (problem: LiaisonProblem) => boolean;
}

/** The argument of an operation. */
export type RequestOf<Name extends OperationName> = Targets[Name] & Bodies[Name] & CallOptions;

/** What an operation returns; `undefined` where the response has no body. */
export type AnswerOf<Name extends OperationName> = Returned[Name];

export type ItemOf<Name extends PagedOperation> =
  AnswerOf<Name> extends { items: (infer Item)[] } ? Item : never;

/** What an operation returns for a dry run; `never` if it has none. */
type DryAnswerOf<Name extends OperationName> = Name extends keyof DryReturned
  ? DryReturned[Name]
  : never;

/** An operation. The first form runs every check and writes nothing. */
export interface Operation<Name extends OperationName> {
  (
    request: RequestOf<Name> & { readonly query: { readonly dryRun: true } },
  ): Promise<DryAnswerOf<Name>>;
  (request: RequestOf<Name>): Promise<AnswerOf<Name>>;
}
