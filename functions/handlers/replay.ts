// Lists, shows and replays failures: for administrators, over HTTP, and for an operator who invokes the function.
import type { Context } from 'aws-lambda';
import { failureRoutes } from '../../shared/contracts/failure-routes.ts';
import { FailureReplayRequest } from '../../shared/contracts/failure-schemas.ts';
import { findFailure, listFailures, replayFailures } from '../failures/failure-requests.ts';
import { httpFunction } from '../http/http-entry.ts';
import type { HttpContext, HttpEvent } from '../http/http-exchange.ts';
import { withLogLine } from '../telemetry/telemetry.ts';

/** A request starts no further message after this time, in ms: API Gateway waits 30 s for the answer. */
const requestMs = 12_000;

/** How many messages of each queue a request replays at most. */
const mostInRequest = 100;

/** An invocation by hand receives no more messages when less time than this remains, in ms. */
const reserveMs = 120_000;

const http = httpFunction('failures', failureRoutes, null, {
  async listFailures({ query }) {
    return { status: 200, body: await listFailures(query) };
  },

  async getFailure({ params: { id } }) {
    return { status: 200, body: await findFailure(id) };
  },

  async replayFailures({ body }) {
    const limits = { until: Date.now() + requestMs, most: mostInRequest };
    return { status: 200, body: await replayFailures(body, limits) };
  },
});

/** The result of an invocation by hand: counts of messages, and why some are still in their queues. */
export interface Replayed {
  readonly replayId: string;
  /** Events that are again in the queue of their workflow. If they fail, they are back in its failure queue. */
  readonly started: number;
  /** Messages that a stream reader has processed. */
  readonly processed: number;
  readonly failed: number;
  readonly causes: readonly string[];
  /** With `dryRun`: how many messages would be replayed. */
  readonly wouldReplay?: number;
  /** Whether all messages were seen that were waiting when the replay began. */
  readonly isComplete: boolean;
}

/**
 * Serves the routes for failures. Invoked by hand, with `{}` or with a workflow, an event, `dryRun` or a `replayId`,
 * it replays what was waiting when the replay began, each message once.
 * @throws ZodError for other input
 */
export function handler(
  event: unknown,
  context: HttpContext | Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<unknown> {
  if (event instanceof Object && 'routeKey' in event) {
    return http(event as HttpEvent, context as HttpContext);
  }
  return withLogLine('replay', { requestId: context.awsRequestId }, async (line) => {
    const answer = await replayByHand(event, context.getRemainingTimeInMillis());
    const { replayId, started, processed, failed } = answer;
    const level = failed > 0 ? { level: 'WARN' as const } : {};
    Object.assign(line, { replayId, started, processed, failed, ...level });
    return answer;
  });
}

async function replayByHand(event: unknown, remainingMs: number): Promise<Replayed> {
  const request = FailureReplayRequest.parse(event instanceof Object ? event : {});
  const limits = { until: Date.now() + remainingMs - reserveMs, most: Number.POSITIVE_INFINITY };
  const { replayId, taken, isComplete } = await replayFailures(request, limits);
  const count = (outcome: (typeof taken)[number]['outcome']) =>
    taken.filter((one) => one.outcome === outcome).length;
  return {
    replayId,
    started: count('started'),
    processed: count('processed'),
    failed: count('failed'),
    causes: taken.flatMap(({ error }) => error ?? []),
    ...(request.dryRun && { wouldReplay: count('wouldReplay') }),
    isComplete,
  };
}
