// Reading an HTTP request by its route: parameters, body, preconditions and the caller.
import * as z from 'zod';
import { parse, Refusal } from '../shared/contracts/problem.ts';
import { maxBodyBytes, type Route, scopes } from '../shared/contracts/route.ts';
import type { Caller } from '../shared/domain/connection.ts';
import type { IfMatch } from '../shared/domain/precondition.ts';
import { type HttpEvent, type HttpRequest, withoutKey } from './http-exchange.ts';

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

/** A body may repeat what its path says, as an import file does, but not contradict it. */
export function assertSameAsPath(path: string, inPath: string, inBody: string | undefined): void {
  if (inBody === undefined || inBody === inPath) return;
  throw Refusal.at(path, 'ValidationFailed', `is ${inBody} here and ${inPath} in the path`);
}
