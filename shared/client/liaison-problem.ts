// The error that every operation of the client throws; `code` says which one it is.

import type { Code, Problem, Problems } from './contract-types.ts';
import type { OperationName } from './operations.ts';

/** The service's codes, and what can happen before its answer arrives. */
export type FailureCode =
  | Code
  /** No answer: there is no network, or the service cannot be reached. */
  | 'Unreachable'
  /** A gateway or proxy answered instead of the service, which may have carried out the request. */
  | 'Unanswered';

const retryable: readonly FailureCode[] = ['Unreachable', 'Unanswered', 'Busy', 'TooManyRequests'];

/** What a problem is about. */
export interface ProblemContext {
  readonly operation?: OperationName;
  /** Method and address, as in `GET /v1/record-types`. */
  readonly request?: string;
  /** The problem document, if the service sent one: `validRoleIds`, `existingId`, … */
  readonly problem?: Partial<Problem>;
  readonly cause?: unknown;
}

/** A request that failed. `message` is the service's sentence and can be shown to people. */
export class LiaisonProblem extends Error {
  override readonly name = 'LiaisonProblem';
  readonly code: FailureCode;
  /** HTTP status; 0 without an answer. */
  readonly status: number;
  readonly operation: OperationName | undefined;
  readonly request: string | undefined;
  readonly problem: Partial<Problem>;

  constructor(
    code: FailureCode,
    status: number,
    detail: string,
    { operation, request, problem = {}, cause }: ProblemContext = {},
  ) {
    super(detail, { cause });
    this.code = code;
    this.status = status;
    this.operation = operation;
    this.request = request;
    this.problem = problem;
  }

  /**
   * Whether it is of one of these codes; `problem` then has what problems of the code have in addition:
   * `if (problem.is('ConnectionExists')) use(problem.problem.existingId)`
   */
  is<C extends Code>(...codes: readonly C[]): this is { code: C; problem: Problems[C] } {
    return (codes as readonly FailureCode[]).includes(this.code);
  }

  /** The fields at fault; `path` as in `record1.id` or `items[3].name`. */
  get errors(): readonly { readonly path: string; readonly message: string }[] {
    return this.problem.errors ?? [];
  }

  /** Identifies the request in the service's logs. */
  get requestId(): string | undefined {
    return this.problem.requestId;
  }

  /** Whether the same request may succeed later, with nothing changed. */
  get isRetryable(): boolean {
    return retryable.includes(this.code);
  }
}

/** The problem in a response, or the best description of a response without one. */
export function problemOf(
  response: Response,
  text: string,
  context: ProblemContext,
): LiaisonProblem {
  const { status, statusText } = response;
  const problem = jsonOf(text) as Partial<Problem> | undefined;
  if (problem?.code) {
    return new LiaisonProblem(problem.code, status, problem.detail ?? '', { ...context, problem });
  }
  const isGateway = response.ok || (status >= 502 && status <= 504);
  const code = isGateway ? 'Unanswered' : 'InternalError';
  return new LiaisonProblem(code, status, `${status} ${statusText}`.trim(), context);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
