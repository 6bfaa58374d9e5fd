// What the log is told of a request and its answer.

import type { HttpContext, HttpEvent, HttpResult } from '../http/http-exchange.ts';
import { successCode } from './metrics.ts';
import type { Line } from './telemetry.ts';

/** What is known before a request is read; the operation is the route's name. */
export function lineOfRequest(operation: string, { requestContext }: HttpEvent): Line {
  // A route that is open to all has no authorizer.
  const { authorizer } = requestContext as Partial<HttpEvent['requestContext']>;
  const actor = authorizer?.jwt.claims.sub;
  return {
    requestId: requestContext.requestId,
    operation,
    ...(typeof actor === 'string' && { actor: actor.slice(0, 256) }),
  };
}

const ofConnection = '/v1/connections/';

/** What is known when it is answered. A failure of the service is an ERROR, one that passes a WARN. */
export function lineOfAnswer(
  { statusCode: status = 200, headers, body }: HttpResult,
  { request }: Partial<HttpContext>,
): Line {
  const code = status < 400 ? successCode : JSON.parse(body ?? '{}').code;
  const made = String(headers?.location ?? '');
  const path = request?.url.path ?? '';
  const { id } = (request?.params ?? {}) as { id?: string };
  const connectionId = made.startsWith(ofConnection)
    ? made.slice(ofConnection.length)
    : path.startsWith(ofConnection) && id;
  return {
    level: code === 'Busy' ? 'WARN' : status >= 500 ? 'ERROR' : 'INFO',
    status,
    code,
    ...(connectionId && { connectionId }),
  };
}
