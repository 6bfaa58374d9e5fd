// The one entry for HTTP: read the request by its route, run one operation, write the answer.
import middy from '@middy/core';
import type { Capability, Route } from '../../shared/contracts/route-definition.ts';
import { type Routes, type RoutesOf, routes } from '../../shared/contracts/routes.ts';
import { lineOfAnswer, lineOfRequest } from '../telemetry/http-line.ts';
import { withLine } from '../telemetry/telemetry.ts';
import { problemResult, result } from './http-answer.ts';
import type {
  Answer,
  HttpContext,
  HttpEvent,
  HttpRequest,
  HttpResult,
  Operation,
} from './http-exchange.ts';
import { readRequest } from './http-request.ts';
import type { idempotencyKeys } from './idempotent-post.ts';

/** One operation for each route of a capability, by the route's name. */
export type Operations<C extends Capability> = {
  readonly [Name in RoutesOf<C>]: (request: HttpRequest<Routes[Name]>) => Promise<Answer>;
};

/**
 * The Lambda handler of one capability. A Refusal decides its own status and nothing else does:
 * whatever else is thrown is logged and answered with InternalError. Each request writes one line.
 * @param otherwise answers what no route of the contract takes
 * @param idempotency null where no route takes a key
 */
export function httpFunction<C extends Capability>(
  capability: C,
  idempotency: ReturnType<typeof idempotencyKeys> | null,
  operations: Operations<C>,
  otherwise?: (event: HttpEvent) => Answer,
) {
  const served = new Map<string, { name: string; route: Route; operation: Operation }>();
  for (const [name, route] of Object.entries<Route>(routes)) {
    if (route.capability !== capability) continue;
    const operation = operations[name as RoutesOf<C>] as unknown as Operation;
    served.set(`${route.method} ${route.path}`, { name, route, operation });
  }

  const readByRoute = {
    before({ event, context }: { event: HttpEvent; context: HttpContext }) {
      const found = served.get(event.routeKey);
      if (!found && otherwise) return result(otherwise(event));
      if (!found)
        throw new Error(`the ${capability} function has no operation for ${event.routeKey}`);
      context.request = readRequest(found.route, event);
      context.operation = found.operation;
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
    .handler(async (_event: HttpEvent, { request, operation }: HttpContext) =>
      result(await operation(request)),
    );

  return (event: HttpEvent, context: HttpContext): Promise<HttpResult> => {
    const operation = served.get(event.routeKey)?.name ?? 'unknownRoute';
    return withLine('request', lineOfRequest(operation, event), async (line) => {
      const answer = await answered(event, context);
      Object.assign(line, lineOfAnswer(answer, context));
      return answer;
    });
  };
}
