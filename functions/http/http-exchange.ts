// What passes between the HTTP entry, its middlewares and the operations.
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Route } from '../../shared/contracts/route-definition.ts';
import type { IfMatch } from '../../shared/domain/conditional-requests.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';
import type { Action } from '../../shared/table/engine/commit.ts';
import type { KeyUse } from '../../shared/table/engine/idempotency.ts';

/** API Gateway's event, payload format 2.0; routes without a token have no authorizer. */
export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Part<R, Name extends string> = R extends { readonly [N in Name]: infer Schema }
  ? Output<Schema>
  : undefined;

/** What an operation is given: everything the route promises, read and checked. */
export interface HttpRequest<R> {
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  readonly body: Part<R, 'body'>;
  readonly ifMatch: IfMatch;
  /** Which of the media types that the route can answer with the caller prefers. */
  readonly mediaType: string;
  readonly caller: Caller;
  /** The path as called and its query parameters, for links to the next page. */
  readonly url: { readonly path: string; readonly query: Readonly<Record<string, string>> };
  idempotency: Idempotency;
}

export type HttpResult = APIGatewayProxyStructuredResultV2;

/** What an operation answers. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an operation does about the key of its request; nothing when there is none. */
export interface Idempotency {
  /** The action that keeps the answer in the operation's own transaction. */
  alongside(answer: Answer): readonly Action[];
  /** For an operation of several transactions: takes the key before the first. */
  claim(): Promise<void>;
}

export const withoutKey: Idempotency = { alongside: () => [], claim: async () => {} };

export interface IdempotencyState {
  readonly use: KeyUse;
  /** The answer went into the operation's transaction. */
  isKept: boolean;
  /** The key is held for an operation of several transactions. */
  isClaimed: boolean;
}

export type Operation = (request: HttpRequest<Route>) => Promise<Answer>;

/** What the middlewares hand on to each other, in the Lambda context. */
export interface HttpContext extends Context {
  request: HttpRequest<Route>;
  operation: Operation;
  idempotencyKey?: IdempotencyState;
}
