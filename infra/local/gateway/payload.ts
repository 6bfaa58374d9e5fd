// API Gateway's payload format 2.0: converts a request to a function's event, and its result to a response.
import { type IncomingMessage, validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import { accountId } from '../base/template.ts';
import type { TokenClaims } from './authorizer.ts';

/** An authorized request with its route. */
export interface RoutedRequest {
  readonly message: IncomingMessage;
  readonly body: Buffer;
  readonly requestId: string;
  readonly routeKey: string;
  /** Percent-decoded, as in API Gateway's events. */
  readonly path: string;
  readonly rawQuery: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  /** Undefined on a route without an authorizer. */
  readonly token?: TokenClaims | undefined;
}

// As others measured on AWS: only these arrive as text, but not a form or a body without a type.
const textual = /^(text\/.*|application\/(json|xml|javascript))\s*(;|$)/i;

/** The event for a request. Repeated headers and parameters are joined with a comma. */
export function eventOf(request: RoutedRequest) {
  const { message, body, requestId, routeKey, path, token } = request;
  const { cookie, ...distinct } = message.headersDistinct;
  const headers = Object.fromEntries(
    Object.entries(distinct).map(([name, values = []]) => [name, values.join(',')]),
  );
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(request.rawQuery)) {
    const before = parameters.get(name);
    parameters.set(name, before === undefined ? value : `${before},${value}`);
  }
  const sourceIp = message.socket.remoteAddress ?? '127.0.0.1';
  const host = headers.host ?? 'localhost';
  const isBase64Encoded = body.length > 0 && !textual.test(headers['content-type'] ?? '');
  const now = new Date();
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.rawQuery,
    ...(cookie ? { cookies: cookie.flatMap((each) => each.split(/;\s*/)) } : {}),
    headers: {
      ...headers,
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': String(message.socket.localPort),
      'x-forwarded-proto': 'http',
    },
    ...(parameters.size ? { queryStringParameters: Object.fromEntries(parameters) } : {}),
    ...(Object.keys(request.pathParameters).length
      ? { pathParameters: request.pathParameters }
      : {}),
    requestContext: {
      accountId,
      apiId: 'local',
      ...(token ? { authorizer: { jwt: jwtOf(token) } } : {}),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: message.method ?? 'GET',
        path,
        protocol: `HTTP/${message.httpVersion}`,
        sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: now.toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) (\S+) GMT$/, '$1/$2/$3:$4 +0000'),
      timeEpoch: now.getTime(),
    },
    ...(body.length ? { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') } : {}),
    isBase64Encoded,
  };
}

/** Functions receive claims as text: a list in brackets, separated by spaces. */
function jwtOf({ claims, scopes }: TokenClaims) {
  const textOf = (value: unknown) =>
    Array.isArray(value)
      ? `[${value.join(' ')}]`
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  return {
    claims: Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [name, textOf(value)]),
    ),
    scopes: scopes.length ? scopes : null,
  };
}

/** The response for a function's result. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

const Result = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), z.coerce.string()).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/**
 * Reads a function's result; a result without a status code becomes the body of a 200.
 *
 * @throws Error for a result that API Gateway would answer with 500.
 */
export function answerOf(result: unknown): Answer {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(body),
    };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = Result.parse(result);
  const lowerCased = Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => {
      validateHeaderName(name);
      validateHeaderValue(name, value);
      return [name.toLowerCase(), value];
    }),
  );
  return {
    status: statusCode,
    headers: {
      ...(body ? { 'content-type': 'text/plain; charset=utf-8' } : {}),
      ...lowerCased,
      ...(cookies?.length ? { 'set-cookie': cookies } : {}),
    },
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
