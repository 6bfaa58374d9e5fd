// The HTTP API of the template: finds the route, authorizes the request, invokes the function.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import FindMyWay, { type HTTPMethod } from 'find-my-way';
import { type Code, problem } from '../../../shared/contracts/error-codes.ts';
import { FunctionFailure } from '../lambda/local-function.ts';
import { type Authorize, Denied } from './authorizer.ts';
import { type Answer, answerOf, eventOf } from './payload.ts';

/** A route of the API with its authorizer and function. */
export interface GatewayRoute {
  /** `METHOD /path/{parameter}`, `ANY /path`, or `$default`. */
  readonly key: string;
  /** Undefined on a public route. */
  readonly authorize?: Authorize | undefined;
  readonly scopes: readonly string[];
  readonly invoke: (event: unknown) => Promise<unknown>;
}

/** Limits of a request body (API Gateway) and of a function's result (Lambda), in bytes. */
const maxRequestBytes = 10 * 1024 * 1024;
const maxAnswerBytes = 6 * 1024 * 1024;

/** An error with which the gateway itself answers. */
class Refused extends Error {
  readonly code: Code;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: Code, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/**
 * Serves these routes as API Gateway would. One thing differs: errors of the gateway itself are problem
 * documents like those of the service; API Gateway answers `{"message": "Forbidden"}`.
 *
 * @param onFailure receives a sentence for each error outside the functions.
 */
export function makeGateway(
  routes: readonly GatewayRoute[],
  onFailure: (sentence: string) => void,
): RequestListener {
  const router = FindMyWay({ maxParamLength: 8192 });
  for (const route of routes.filter(({ key }) => key !== '$default')) {
    const [method = '', path = ''] = route.key.split(' ');
    // By default, the router would match empty parameters.
    const pattern = path.replace(/\{(\w+)\+\}$/, '*').replace(/\{(\w+)\}/g, ':$1(^[\\s\\S]+$$)');
    if (method === 'ANY') router.all(pattern, () => {}, route);
    else router.on(method as HTTPMethod, pattern, () => {}, route);
  }
  const fallback = routes.find(({ key }) => key === '$default');

  const answer = async (message: IncomingMessage, requestId: string): Promise<Answer> => {
    // Read the whole body first, so that an error response reaches a client that is still sending.
    const body = await readBody(message);
    const [rawPath = '/', ...query] = (message.url ?? '/').split('?');
    const path = decoded(rawPath);
    // API Gateway decodes a path before it finds the route, so %2F separates segments like a slash.
    const found = router.find(
      message.method as HTTPMethod,
      path.split('/').map(encodeURIComponent).join('/'),
    );
    const route: GatewayRoute | undefined = found?.store ?? fallback;
    if (!route) throw new Refused('NotFound', 'There is no such route.');
    const token = await route
      .authorize?.(message.headers.authorization, route.scopes)
      .catch((error: unknown) => {
        if (!(error instanceof Denied)) throw error;
        throw new Refused(error.code, error.message, { 'www-authenticate': error.challenge });
      });
    if (body === null) {
      throw new Refused('PayloadTooLarge', `The body is larger than ${maxRequestBytes} bytes.`);
    }
    const event = eventOf({
      message,
      body,
      requestId,
      routeKey: route.key,
      path,
      rawQuery: query.join('?'),
      pathParameters: found ? parametersOf(route.key, found.params) : {},
      token,
    });
    const result = answerOf(await route.invoke(event));
    if (result.body.length > maxAnswerBytes) {
      throw new Error(`the response of ${result.body.length} bytes exceeds Lambda's limit`);
    }
    return result;
  };

  return async (message, response) => {
    const requestId = randomUUID();
    const { status, headers, body } = await answer(message, requestId).catch((error: unknown) => {
      const ours = error instanceof Refused || error instanceof FunctionFailure;
      if (!ours && !response.destroyed) onFailure(`${message.method} ${message.url}: ${error}`);
      return refusalOf(error, requestId);
    });
    response.statusCode = status;
    response.setHeaders(new Map(Object.entries({ ...headers, 'apigw-requestid': requestId })));
    response.end(body);
  };
}

function refusalOf(error: unknown, requestId: string): Answer {
  const { code, message, headers } =
    error instanceof Refused
      ? error
      : new Refused('InternalError', 'The service failed; its log says why.');
  const document = problem(code, message, {}, requestId);
  return {
    status: document.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: Buffer.from(JSON.stringify(document)),
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refused('ValidationFailed', 'The path is not valid percent-encoded UTF-8.');
  }
}

/** The router calls a greedy parameter `*`. */
function parametersOf(key: string, params: Readonly<Record<string, string | undefined>>) {
  const greedy = /\{(\w+)\+\}$/.exec(key)?.[1];
  return greedy === undefined
    ? params
    : Object.fromEntries(Object.entries(params).map(([k, v]) => [k === '*' ? greedy : k, v]));
}

/** The body, or null if it is too large. */
async function readBody(message: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    if (size <= maxRequestBytes) chunks.push(chunk);
  }
  return size <= maxRequestBytes ? Buffer.concat(chunks) : null;
}
