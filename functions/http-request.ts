// Reading an HTTP request by its route: parameters, body, preconditions and the caller.
import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import * as z from 'zod';
import { parse, Refusal } from '../shared/contracts/problem.ts';
import { maxBodyBytes, type Route, scopes } from '../shared/contracts/routes.ts';
import type { Caller } from '../shared/domain/connection.ts';
import type { IfMatch } from '../shared/domain/precondition.ts';
import { type Idempotency, withoutKey } from './idempotency.ts';

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
  readonly caller: Caller;
  /** The path as called and its query parameters, for links to the next page. */
  readonly url: { readonly path: string; readonly query: Readonly<Record<string, string>> };
  idempotency: Idempotency;
}

const nothing = z.strictObject({});

/** @throws Refusal ValidationFailed, PayloadTooLarge, UnsupportedMediaType, Unauthorized */
export function readRequest(route: Route, event: HttpEvent): HttpRequest<Route> {
  const query = withoutUndefined(event.queryStringParameters ?? {});
  return {
    params: parse(route.params ?? nothing, event.pathParameters ?? {}) as undefined,
    query: parse(route.query ?? nothing, query) as undefined,
    body: readBody(route, event) as undefined,
    ifMatch: route.ifMatch ? readIfMatch(event.headers['if-match']) : undefined,
    caller: route.scope === null ? nobody : readCaller(event),
    url: { path: event.rawPath, query },
    idempotency: withoutKey,
  };
}

const nobody: Caller = { actor: '', isAdministrator: false, now: '' };

function readCaller(event: HttpEvent): Caller {
  const claims = event.requestContext.authorizer.jwt.claims;
  const actor = claims.sub;
  if (typeof actor !== 'string' || actor === '' || actor.length > 256) {
    throw new Refusal('Unauthorized', 'the token names nobody: its `sub` must be 1–256 characters');
  }
  // API Gateway passes a claim that is a list on as text: `[one two]`.
  const granted: string[] = String(claims.scope ?? claims.scp ?? '').match(/[^\s,[\]]+/g) ?? [];
  return {
    actor,
    isAdministrator: granted.includes(scopes.admin),
    now: new Date().toISOString(),
  };
}

function readBody(route: Route, event: HttpEvent): unknown {
  const bytes = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBodyBytes) {
    throw new Refusal(
      'PayloadTooLarge',
      `the body has ${bytes.length} bytes; at most ${maxBodyBytes} are accepted`,
    );
  }
  if (!route.body && bytes.length === 0) return undefined;
  const type = (event.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const isJson = type === 'application/json' || type === 'application/merge-patch+json';
  if (!isJson) {
    throw new Refusal(
      'UnsupportedMediaType',
      `the content type is ${type ? `"${type.slice(0, 100)}"` : 'missing'}; send "application/json"`,
    );
  }
  return parse(route.body ?? nothing, readJson(bytes));
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'it is not UTF-8 text';
    throw Refusal.at('', 'ValidationFailed', `the body is not JSON: ${why.slice(0, 200)}`);
  }
}

/** RFC 9110, 13.1.1: `*` or a list of entity tags; a weak one never matches. */
function readIfMatch(header: string | undefined): IfMatch {
  const text = header?.trim();
  if (text === undefined || text === '*') return text;
  const tags = text.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[\x21\x23-\x7e]*"$/.test(tag))) {
    throw Refusal.at(
      'If-Match',
      'ValidationFailed',
      'must be * or entity tags in double quotes, as the ETag header gives them',
    );
  }
  return tags;
}

const withoutUndefined = (values: Record<string, string | undefined>) =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
