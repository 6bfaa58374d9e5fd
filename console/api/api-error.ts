// What a call can fail with, told apart by `code`.
import type { Code, Problem } from '../../shared/contracts/error-codes.ts';

/** The service's codes, and what can happen before it answers. */
export type FailureCode =
  | Code
  /** No answer: no network, or the service is gone. */
  | 'Unreachable'
  /** Something on the way answered in the service's place: it may have done it all the same. */
  | 'Unanswered';

/** A call that failed. `message` is the service's sentence, good to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: FailureCode;
  /** Of the answer; 0 without one. */
  readonly status: number;
  /** The whole problem document, where the service sent one: `validRoleIds`, `existingId`, … */
  readonly problem: Partial<Problem>;

  constructor(code: FailureCode, status: number, detail: string, problem: Partial<Problem> = {}) {
    super(detail);
    this.code = code;
    this.status = status;
    this.problem = problem;
  }

  /** What is wrong with single fields; `path` as in `record1.id` or `items[3].name`. */
  get errors(): readonly { readonly path: string; readonly message: string }[] {
    return this.problem.errors ?? [];
  }

  /** Whether the same call may work in a moment, with nothing changed. */
  get isPassing(): boolean {
    return ['Unreachable', 'Unanswered', 'Busy', 'TooManyRequests'].includes(this.code);
  }
}

/** The problem that an answer carries, or the best that can be said without one. */
export async function errorOf(response: Response): Promise<ApiError> {
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const { status } = response;
  if (problem.code) return new ApiError(problem.code, status, problem.detail ?? '', problem);
  // Not the service's own: a gateway or a proxy on the way.
  const code: FailureCode = status >= 502 && status <= 504 ? 'Unanswered' : 'InternalError';
  return new ApiError(code, status, `${status} ${response.statusText}`.trim());
}
