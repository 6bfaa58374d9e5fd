// The entry of all HTTP functions: reads the request by its route, runs one operation, writes the answer.
import middy from '@middy/core';
import type { Capability, Route } from '../../shared/contracts/route-definition.ts';
import type { Routes, RoutesOf } from '../../shared/contracts/routes.ts';
import { withTimeLimit } from '../../shared/table/engine/retries.ts';
import { successCode } from '../telemetry/metrics.ts';
import { type LogLine, withLogLine } from '../telemetry/telemetry.ts';
import { isNotModified } from './conditional-headers.ts';
import { deprecationHeaders } from './deprecation-headers.ts';
import { dryRunAnswer } from './dry-run-answer.ts';
import { notModified, problemResult, result } from './http-answer.ts';
import {
  type Answer,
  type HttpContext,
  type HttpEvent,
  type HttpResult,
  isDryRun,
  type Operation,
  type OperationOf,
} from './http-exchange.ts';
import { readRequest } from './http-request.ts';
import type { idempotencyKeys } from './idempotent-post.ts';
import { sentResult } from './sent-result.ts';

/** One operation for each route of a capability, by the route's name. */
export type Operations<C extends Capability> = {
  readonly [Name in RoutesOf<C>]: OperationOf<Routes[Name]>;
};

/**
 * The Lambda handler of one capability. Only a Refusal decides the status of an error; any other
 * error is logged and answered with InternalError. Each request writes one log line.
 * @param routes those of the capability; a function does not load the others, so that it starts sooner
 * @param idempotency null if no route of the capability accepts an Idempotency-Key
 * @param otherwise answers requests that match no route of the contract
 */
export function httpFunction<C extends Capability>(
  capability: C,
  routes: Pick<Routes, RoutesOf<C>>,
  idempotency: ReturnType<typeof idempotencyKeys> | null,
  operations: Operations<C>,
  otherwise?: (event: HttpEvent) => Answer,
) {
  const served = new Map<string, { name: string; route: Route; operation: Operation }>();
  for (const [name, route] of Object.entries<Route>(routes)) {
    const operation = operations[name as RoutesOf<C>] as unknown as Operation;
    served.set(`${route.method} ${route.path}`, { name, route, operation });
    if (route.head) served.set(`HEAD ${route.path}`, { name, route, operation });
  }

  const readByRoute = {
    before({ event, context }: { event: HttpEvent; context: HttpContext }) {
      const found = served.get(event.routeKey);
      if (!found && otherwise) return result(otherwise(event));
      if (!found)
        throw new Error(`the ${capability} function has no operation for ${event.routeKey}`);
      context.request = readRequest(found.route, event);
      context.operation = found.operation;
      if (typeof found.operation === 'function') context.request.sent.whole();
      return undefined;
    },
  };
  const answerErrors = {
    onError({ event, error }: { event: HttpEvent; error: Error | null }) {
      return problemResult(error, event.requestContext.requestId);
    },
  };

  const answered = middy<HttpEvent, HttpResult, Error, HttpContext>()
    .use(answerErrors)
    .use(readByRoute)
    .use(idempotency ? [idempotency] : [])
    .handler(async (_event: HttpEvent, context: HttpContext) => {
      const { request, operation } = context;
      const answer = await (typeof operation === 'function'
        ? operation(request)
        : operation.gathering(request));
      context.answer = isDryRun(request) ? dryRunAnswer(answer) : answer;
      const { etag } = context.answer.headers ?? {};
      const whole = result(context.answer);
      return etag && isNotModified(request, etag) ? notModified(whole) : whole;
    });

  return (event: HttpEvent, context: HttpContext): Promise<HttpResult> => {
    const found = served.get(event.routeKey);
    return withLogLine('request', lineOfRequest(found?.name, event), async (line) => {
      const answer = await withTimeLimit(context.getRemainingTimeInMillis(), () =>
        answered(event, context),
      );
      Object.assign(line, lineOfAnswer(answer, context));
      const headers = { ...answer.headers, ...deprecationHeaders(found?.route.deprecated) };
      return sentResult(event, { ...answer, headers });
    });
  };
}

/** The fields that are known before a request is read; the operation is the route's name. */
function lineOfRequest(operation = 'unknownRoute', { requestContext }: HttpEvent): LogLine {
  // A public route has no authorizer.
  const { authorizer } = requestContext as Partial<HttpEvent['requestContext']>;
  const actor = authorizer?.jwt.claims.sub;
  return {
    requestId: requestContext.requestId,
    operation,
    ...(typeof actor === 'string' && { actor: actor.slice(0, 256) }),
  };
}

const connectionPath = '/v1/connections/';

/** The fields that are known with the answer. Busy is a WARN, other failures of the service an ERROR. */
function lineOfAnswer(
  { statusCode: status = 200, headers, body }: HttpResult,
  { request }: Partial<HttpContext>,
): LogLine {
  const isPage = String(headers?.['content-type']).startsWith('text/html');
  // Of all refusals, only a missing page of the portal is a page.
  const refused = () => (isPage ? 'NotFound' : JSON.parse(body ?? '{}').code);
  const code = status < 400 ? successCode : refused();
  const location = String(headers?.location ?? '');
  const path = request?.url.path ?? '';
  const { id } = (request?.params ?? {}) as { id?: string };
  const connectionId = location.startsWith(connectionPath)
    ? location.slice(connectionPath.length)
    : path.startsWith(connectionPath) && id;
  return {
    level: code === 'Busy' ? 'WARN' : status >= 500 ? 'ERROR' : 'INFO',
    status,
    code,
    ...(connectionId && { connectionId }),
    ...(request?.caller.cause && { causedBy: request.caller.cause.eventId }),
    ...(request && isDryRun(request) && { dryRun: true }),
  };
}
