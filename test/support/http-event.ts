// The event that API Gateway would send to a function, and Lambda's context.
import type { Context } from 'aws-lambda';
import type { HttpEvent } from '../../functions/http/http-exchange.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';

export interface Sent {
  /** A text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller. Default: an administrator. */
  readonly sub?: string;
  /** The scopes of the token. Default: all. */
  readonly scope?: string;
}

/** The context of one run with a function's whole time; an object of its own for each run, as in Lambda. */
export const lambdaContext = () => ({ getRemainingTimeInMillis: () => 29_000 }) as Context;

const everyScope = 'liaison/read liaison/write liaison/admin';

/** The event of a request; `path` has its parameters filled in and includes the query. */
export function httpEvent(
  { method, path: pattern }: Route,
  path: string,
  { body, headers = {}, sub = 'ines', scope = everyScope }: Sent = {},
): HttpEvent {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const given = rawPath.split('/');
  const pathParameters = Object.fromEntries(
    pattern
      .split('/')
      .flatMap((part, at) => (part.startsWith('{') ? [[part.slice(1, -1), given[at]]] : [])),
  );
  return {
    routeKey: `${method} ${pattern}`,
    rawPath,
    rawQueryString,
    pathParameters,
    headers: {
      ...(body !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(text)),
      }),
      ...headers,
    },
    ...(body !== undefined && { body: text }),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'test',
      http: { method },
      authorizer: {
        jwt: { claims: { sub, scope } },
      },
    },
  } as unknown as HttpEvent;
}
