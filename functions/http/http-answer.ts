// Writing an HTTP answer: JSON, headers, entity tags, and problems (RFC 9457).
import { codes, problem, Refusal } from '../../shared/contracts/error-codes.ts';
import { entityTag } from '../../shared/domain/conditional-requests.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { addToLogLine } from '../telemetry/telemetry.ts';
import type { Answer, HttpResult } from './http-exchange.ts';

/** For browsers: use https from now on, trust the content type, and never show an answer in a frame. */
export const securityHeaders = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

export function result({ status, body, headers = {} }: Answer): HttpResult {
  const isText = typeof body === 'string';
  return {
    statusCode: status,
    headers: {
      ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
      'cache-control': 'no-store',
      ...securityHeaders,
      ...headers,
    },
    ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
  };
}

/**
 * The 304 in place of an answer: its headers, because a browser replaces those that it keeps with them, a page's
 * policy included (RFC 9110, 15.4.5). The body only decides `Vary`; it is not sent.
 */
export function notModified({ headers = {}, ...whole }: HttpResult): HttpResult {
  const { 'content-type': _, ...kept } = headers;
  return { ...whole, statusCode: 304, headers: kept };
}

/** An answer with a resource that has a version, sent as its entity tag. */
export function versioned(
  status: number,
  body: { readonly version: number },
  location?: string,
): Answer {
  return {
    status,
    body,
    headers: { etag: entityTag(body.version), ...(location && { location }) },
  };
}

/**
 * The answer to an error. The details of an error that is no Refusal, and the cause of `Busy`, go
 * into the log only.
 */
export function problemResult(error: unknown, requestId: string): HttpResult {
  if (!(error instanceof Refusal) || error.code === 'Busy')
    addToLogLine({ error: loggedError(error) });
  const refusal =
    error instanceof Refusal
      ? error
      : new Refusal(
          'InternalError',
          'an unexpected error occurred in the service; quote the requestId when you report it',
        );
  return result({
    status: codes[refusal.code].status,
    headers: {
      'content-type': 'application/problem+json',
      ...(refusal.code === 'Busy' && { 'retry-after': '1' }),
    },
    body: JSON.stringify(problem(refusal.code, refusal.message, refusal.extras, requestId)),
  });
}
