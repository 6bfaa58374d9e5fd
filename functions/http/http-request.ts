// Reading an HTTP request by its route: parameters, body, preconditions, Accept and the caller.
import * as z from 'zod';
import { parse, Refusal } from '../../shared/contracts/error-codes.ts';
import { InexactNumber, readExactJson } from '../../shared/contracts/exact-json.ts';
import { maxBodyBytes, type Route } from '../../shared/contracts/route-definition.ts';
import { scopes } from '../../shared/contracts/scopes.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';
import { preferredType } from './accept-header.ts';
import { readConditions } from './conditional-headers.ts';
import { type HttpEvent, type HttpRequest, withoutKey } from './http-exchange.ts';

const nothing = z.strictObject({});

/** @throws Refusal ValidationFailed, PayloadTooLarge, UnsupportedMediaType, Unauthorized */
export function readRequest(route: Route, event: HttpEvent): HttpRequest<Route> {
  const query = readQuery(event.rawQueryString);
  const { faults, ...conditions } = readConditions(route, event.headers);
  const [fault] = faults;
  if (fault) throw Refusal.at(fault.path, 'ValidationFailed', fault.message, { errors: faults });
  assertPlain(event);
  return {
    params: parse(route.params ?? nothing, event.pathParameters ?? {}) as undefined,
    query: parse(route.query ?? nothing, query, 'query parameter') as undefined,
    body: readBody(route, event) as undefined,
    ...conditions,
    mediaType: preferredType(event.headers.accept, ['application/json', ...(route.formats ?? [])]),
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
    throw new Refusal(
      'Unauthorized',
      'the token has no valid `sub`: it must be a text of 1 to 256 characters',
    );
  }
  // API Gateway passes a list claim on as text: `[one two]`.
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
      `the body has ${bytes.length} bytes; at most ${maxBodyBytes} are allowed`,
    );
  }
  if (!route.body && bytes.length === 0) return undefined;
  assertJson(route, event.headers['content-type'] ?? '');
  return parse(route.body ?? nothing, readText(bytes));
}

/** API Gateway passes a compressed body on as it is. */
function assertPlain({ headers, body }: HttpEvent): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || !body) return;
  throw new Refusal(
    'UnsupportedMediaType',
    `the body has the Content-Encoding "${encoding.slice(0, 100)}"; send it without one`,
  );
}

/** A body in another charset than UTF-8 would be misread (RFC 8259, 8.1: JSON is UTF-8). */
function assertJson({ method }: Route, contentType: string): void {
  const [type = '', ...parameters] = contentType
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const isJson =
    type === 'application/json' || (type === 'application/merge-patch+json' && method === 'PATCH');
  const isUtf8 = parameters.every((one) => !/^charset=(?!"?utf-?8"?$)/.test(one));
  if (isJson && isUtf8) return;
  const given = contentType === '' ? 'missing' : `"${contentType.slice(0, 100)}"`;
  throw new Refusal(
    'UnsupportedMediaType',
    `the Content-Type is ${given}; send "application/json" in UTF-8`,
  );
}

function readText(bytes: Buffer): unknown {
  const text = bytes.toString();
  // API Gateway passes a body on as text, with U+FFFD for every byte that is not UTF-8.
  if (text.includes('\ufffd')) throw notJson('it is not UTF-8');
  try {
    return readExactJson(text);
  } catch (error) {
    if (error instanceof InexactNumber) {
      throw Refusal.at(error.path, 'ValidationFailed', error.message);
    }
    throw notJson(
      error instanceof SyntaxError ? error.message.slice(0, 200) : 'it is nested too deeply',
    );
  }
}

const notJson = (why: string) =>
  Refusal.at('', 'ValidationFailed', `the body is not valid JSON: ${why}`);

/** @throws Refusal ValidationFailed for a parameter that appears twice or is not UTF-8 */
function readQuery(text: string): Record<string, string> {
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    const wrong = query.has(name)
      ? 'appears more than once; send it once'
      : value.includes('\ufffd') && 'is not valid percent-encoded UTF-8';
    if (wrong) throw Refusal.at(name, 'ValidationFailed', wrong);
    query.set(name, value);
  }
  return Object.fromEntries(query);
}

/**
 * A body may repeat an id of its path, as import files do, but must not contradict it.
 * @throws Refusal ValidationFailed
 */
export function assertSameAsPath(path: string, inPath: string, inBody: string | undefined): void {
  if (inBody === undefined || inBody === inPath) return;
  throw Refusal.at(
    path,
    'ValidationFailed',
    `is "${inBody}" in the body but "${inPath}" in the path; they must be the same`,
  );
}
