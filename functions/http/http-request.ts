// Reading an HTTP request by its route: parameters, body, preconditions, Accept, the caller and the cause.
import { type Cause, causeHeaderName, causeIn } from '../../shared/contracts/cause-header.ts';
import { type Fault, Refusal } from '../../shared/contracts/error-codes.ts';
import { type Route, writes } from '../../shared/contracts/route-definition.ts';
import { scopes } from '../../shared/contracts/scopes.ts';
import { readInput, type Sent } from '../../shared/contracts/sent-input.ts';
import type { Caller } from '../../shared/domain/connection-rules.ts';
import type { JsonFault } from '../../shared/text/exact-json.ts';
import { textFault } from '../../shared/text/valid-text.ts';
import { preferredType } from './accept-header.ts';
import { readConditions } from './conditional-headers.ts';
import { type HttpEvent, type HttpRequest, withoutKey } from './http-exchange.ts';
import { nothing, readBody } from './request-body.ts';

/**
 * The request; what is wrong with its body, or with the query of a route without one, is in `sent`,
 * for operations that have faults to add.
 * @throws Refusal ValidationFailed for everything that is wrong, if something else is, too;
 *   PayloadTooLarge, UnsupportedMediaType, Unauthorized
 */
export function readRequest(route: Route, event: HttpEvent): HttpRequest<Route> {
  const { values, faults } = readQuery(event.rawQueryString);
  const params = readInput(route.params ?? nothing, event.pathParameters ?? {}, {
    what: 'path parameter',
  });
  const query = readInput(route.query ?? nothing, values, {
    what: 'query parameter',
    jsonFaults: faults,
    subject: 'the query',
  });
  const { faults: ofHeaders, ...conditions } = readConditions(route, event.headers);
  const body = readBody(route, event);
  const isOfQuery = !route.body && route.query !== undefined;
  const [sent, other] = isOfQuery ? [query, body] : [body, query];
  const ofKey = idempotencyKeyFaults(event);
  const { cause, faults: ofCause } = readCause(route, event);
  const elsewhere = [...params.faults, ...other.faults, ...ofHeaders, ...ofKey, ...ofCause];
  if (elsewhere.length > 0) throw Refusal.of([...elsewhere, ...sent.faults]);
  return {
    params: params.value as never,
    query: query.value as never,
    body: body.value as never,
    sent: sent as Sent<never>,
    ...conditions,
    mediaType: preferredType(event.headers.accept, ['application/json', ...(route.formats ?? [])]),
    caller: route.scope === null ? nobody : { ...readCaller(event), ...(cause && { cause }) },
    url: { path: event.rawPath, query: values },
    idempotency: withoutKey,
  };
}

const nobody: Caller = { actor: '', isAdministrator: false, now: '' };

function readCaller(event: HttpEvent): Caller {
  const claims = event.requestContext.authorizer.jwt.claims;
  const actor = claims.sub;
  if (typeof actor !== 'string' || actor === '' || actor.length > 256 || textFault(actor)) {
    throw new Refusal(
      'Unauthorized',
      'the token has no valid `sub`: it must be a text of 1 to 256 characters, without U+0000',
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

function idempotencyKeyFaults({ headers, requestContext }: HttpEvent): Fault[] {
  const key = headers['idempotency-key'];
  if (key === undefined || requestContext.http.method !== 'POST') return [];
  if (key.length >= 1 && key.length <= 255) return [];
  const message = `has ${key.length} characters; 1 to 255 are allowed`;
  return [{ path: 'Idempotency-Key', message }];
}

/** The event that caused a write; what only reads causes nothing, so the header has no effect there. */
function readCause(route: Route, { headers }: HttpEvent): { cause?: Cause; faults: Fault[] } {
  const given = headers[causeHeaderName.toLowerCase()]?.trim();
  if (given === undefined || !writes(route)) return { faults: [] };
  const cause = causeIn(given);
  if (cause) return { cause, faults: [] };
  const message =
    'must be the id of an event in double quotes, its depth (0 to 9999) and, if there is one, the workflow, as in ' +
    `"connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3";depth=2;workflow="Crm-VendorTask-A33946A3"; found ${given.slice(0, 100)}`;
  return { faults: [{ path: causeHeaderName, message }] };
}

/** The query parameters, and those that appear twice, are not percent-encoded UTF-8 or are invalid text. */
function readQuery(text: string): { values: Record<string, string>; faults: JsonFault[] } {
  const values = new Map<string, string>();
  const faults: JsonFault[] = [];
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [rawName = '', ...rest] = pair.split('=');
    const name = decoded(rawName) ?? rawName;
    const value = decoded(rest.join('='));
    const message =
      value === undefined || decoded(rawName) === undefined
        ? 'is not valid percent-encoded UTF-8'
        : (textFault(name) ??
          textFault(value) ??
          (values.has(name) && 'appears more than once; send it once'));
    if (message) faults.push({ keys: [name], message });
    values.set(name, value ?? '');
  }
  return { values: Object.fromEntries(values), faults };
}

/** Decodes a part of a query; undefined if it is not valid. A `%` without two digits stays. */
function decoded(part: string): string | undefined {
  if (/[^\x20-\x7e]/.test(part)) return undefined;
  try {
    return part.replaceAll('+', ' ').replace(/(?:%[\da-f]{2})+/gi, decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** The faults of ids that a body repeats from its path, as import files do, and contradicts. */
export function pathFaults(
  inPath: Readonly<Record<string, string>>,
  inBody: Readonly<Record<string, unknown>>,
): Fault[] {
  return Object.entries(inPath)
    .filter(([path, id]) => inBody[path] !== undefined && inBody[path] !== id)
    .map(([path, id]) => ({
      path,
      message: `is "${inBody[path]}" in the body but "${id}" in the path; they must be the same`,
    }));
}
