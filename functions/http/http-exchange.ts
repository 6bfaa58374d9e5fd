// Requests and answers as the HTTP entry, its middlewares and the operations exchange them.
import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
  Context,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Route } from '../../shared/contracts/route-definition.ts';
import type { Sent } from '../../shared/contracts/sent-input.ts';
import type { IfMatch } from '../../shared/domain/conditional-requests.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';
import type { Action } from '../../shared/table/engine/commit.ts';
import type { KeyUse } from '../../shared/table/engine/idempotency.ts';

/** API Gateway's event, payload format 2.0; routes without a token have no authorizer. */
export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** A batch is read item by item: a faulty item does not fail the others. */
type Body<R> = R extends { readonly item: infer Item extends z.ZodType }
  ? Omit<Part<R, 'body'>, 'items'> & {
      readonly items: readonly (R extends { readonly readItem: (...sent: never) => infer Read }
        ? Read
        : Sent<z.output<Item>>)[];
    }
  : Part<R, 'body'>;
type WithBody = { readonly body: z.ZodType };
type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Part<R, Name extends string> = R extends { readonly [N in Name]: infer Schema }
  ? Output<Schema>
  : undefined;

/** What a request makes its answer depend on. */
export interface Conditions {
  /** Of a write: the version that it may change. */
  readonly ifMatch: IfMatch;
  /** Of a read: the versions that the caller has already. */
  readonly ifNoneMatch: '*' | readonly string[] | undefined;
}

/** The input of an operation: everything that the route defines, read and validated. */
export interface HttpRequest<R> extends Conditions {
  readonly params: Part<R, 'params'>;
  readonly query: Part<R, 'query'>;
  readonly body: Body<R>;
  /** The body, or the query of a route without one, as far as it is valid, with its faults. */
  readonly sent: Sent<R extends WithBody ? Body<R> : Part<R, 'query'>>;
  /** The media type that the caller prefers among those of the route. */
  readonly mediaType: string;
  readonly caller: Caller;
  /** The requested path and its query parameters, for links to the next page. */
  readonly url: { readonly path: string; readonly query: Readonly<Record<string, string>> };
  idempotency: Idempotency;
}

export type HttpResult = APIGatewayProxyStructuredResultV2;

/** The result of an operation. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a batch: no item was written, so the answer to a repeated request may be another one. */
  readonly wroteNothing?: boolean;
}

/** How an operation handles the Idempotency-Key of its request; has no effect without a key. */
export interface Idempotency {
  /** The actions that store the answer, for the operation's own transaction. */
  actionsToStore(answer: Answer): readonly Action[];
  /** For an operation of several transactions: claims the key before the first one. */
  claim(): Promise<void>;
}

export const withoutKey: Idempotency = { actionsToStore: () => [], claim: async () => {} };

export interface IdempotencyState {
  readonly use: KeyUse;
  /** The answer was stored in the operation's transaction. */
  isStored: boolean;
  /** The key was claimed for an operation of several transactions. */
  isClaimed: boolean;
}

/** Runs only if the whole request is valid. */
type Plain<R> = (request: HttpRequest<R>) => Promise<Answer>;

/** Runs also if `sent` has faults, to add those that the rules find: it must refuse them all. */
interface Gathering<R> {
  readonly gathering: (
    request: Omit<HttpRequest<R>, R extends WithBody ? 'body' : 'body' | 'query'>,
  ) => Promise<Answer>;
}

/** The operation of a route. */
export type OperationOf<R> = Plain<R> | Gathering<R>;

export type Operation = OperationOf<Route>;

/** Whether a request only asks what it would do. */
export const isDryRun = ({ query }: Pick<HttpRequest<Route>, 'query'>): boolean =>
  (query as { dryRun?: boolean } | undefined)?.dryRun === true;

/** What the middlewares pass on to each other in the Lambda context. */
export interface HttpContext extends Context {
  request: HttpRequest<Route>;
  operation: Operation;
  answer?: Answer;
  idempotencyKey?: IdempotencyState;
}
