// The entry of a workflow: a Lambda function that runs for each event of some types, or on a schedule.
import type { Context, EventBridgeEvent, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { type EventDetail, type EventType, events } from '../../shared/contracts/event-schemas.ts';
import { causationBy } from '../../shared/domain/events/causation.ts';
import { withTimeLimit } from '../../shared/table/engine/retries.ts';
import { withCause } from '../client/current-cause.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { count, type LogLine, withLogLine } from '../telemetry/telemetry.ts';
import { endAttempt, eventIn, messageOf, runOf, sendAgain } from './workflow-queue.ts';

export type { EventDetail, EventType } from '../../shared/contracts/event-schemas.ts';
export { sidesThatBecame } from '../../shared/patterns/becomes.ts';
export { causeHeaders } from '../client/current-cause.ts';
export { serviceClient } from '../client/service-client.ts';
export type { MetricName } from '../telemetry/metrics.ts';
export { addToLogLine, type LogLine } from '../telemetry/telemetry.ts';
export { once } from './once.ts';

/** The time that a run has. */
export interface RunTime {
  /** Milliseconds until Lambda ends the run. */
  remainingMs(): number;
  /** Milliseconds that the run had when it began: nearly the function's timeout. */
  readonly totalMs: number;
}

/** A sweep that has less time than this, in ms, continues in another run: a page may take a minute. */
const shortMs = 120_000;

/**
 * Whether a run should end now and return `'unfinished'`: less than 2 minutes are left, or a fifth of the
 * run's time if the function's timeout is shorter than 10 minutes.
 */
export const isShort = (time: RunTime): boolean =>
  time.remainingMs() < Math.min(shortMs, time.totalMs / 5);

/**
 * An event as a workflow receives it: its type, with the fields of its detail. `type` tells the types of events
 * apart: after `if (event.type === 'Connection Ended')`, `event.endedOn` exists.
 */
export type WorkflowEvent<Type extends EventType = EventType> = {
  [One in Type]: { readonly type: One } & EventDetail<One>;
}[Type];

/** How a run ended. */
export type RunOutcome = 'finished' | 'unfinished';

/** The Lambda handler of a workflow. */
export interface WorkflowHandler {
  (event: DirectEvent | SQSEvent, context: RunContext): Promise<void>;
  /**
   * One run for an event as the bus delivers it, without the queue and the log: `run` of `liaison/testing` uses it.
   * @param line receives the fields of the run's log line
   */
  readonly processEvent: (event: DirectEvent, time: RunTime, line: LogLine) => Promise<RunOutcome>;
}

/**
 * The Lambda handler of a workflow. `run` receives the event, validated, and the time that it has. An event may
 * arrive late and more than once, so `run` must be idempotent: check the current state, and use `once`
 * for effects that must happen only once.
 *
 * If `run` throws, the event is processed again after some minutes, and after `maxReceiveCount` failures it is in
 * the workflow's dead-letter queue. If `run` returns `'unfinished'`, because it has little time left, the event is
 * sent to the workflow's queue again, and another run continues the work; at most 1,000 runs. Each run
 * writes one log line; add fields with `addToLogLine`.
 *
 * Requests of a client with `headers: causeHeaders` name the event as their cause. An event at the end of a chain
 * that is longer than the workflow's `maxDepth` does not start `run`: its log line has the error
 * `ChainStopped`, and the event counts as processed.
 *
 * The handler accepts a message of the workflow's queue, and the event itself for an invocation by hand.
 */
export function workflow<Type extends EventType>(
  types: Type | readonly Type[],
  run: (
    event: WorkflowEvent<Type>,
    time: RunTime,
  ) => Promise<void> | Promise<'unfinished' | undefined>,
): WorkflowHandler {
  const known = [types].flat() as Type[];
  const receive = ({ 'detail-type': name, detail: given }: DirectEvent, line: LogLine) => {
    const type = known.find((one) => one === name);
    if (type === undefined) {
      throw new Error(`this workflow handles ${known.join(', ')}, not ${name}`);
    }
    // An event from before there were causes has none of their fields.
    const whole = { ...causationBy(undefined), ...(given as object) };
    const detail = z.parse(events[type] as z.ZodType, whole) as EventDetail<Type>;
    const { eventId, actor, depth, causedBy } = detail;
    Object.assign(line, { type, eventId, actor, depth, ...(causedBy && { causedBy }) });
    if ('connection' in detail) line.connectionId = detail.connection.id;
    return { ...detail, type } as unknown as WorkflowEvent<Type>;
  };
  const perform = async (event: WorkflowEvent<Type>, time: RunTime, line: LogLine) => {
    const { workflowName, maxDepth } = readEnvironment(process.env, 'workflowName', 'maxDepth');
    const { eventId, depth } = event;
    if (maxDepth !== undefined && depth > maxDepth) {
      stopChain(line, depth, maxDepth);
      return 'finished';
    }
    const cause = { eventId, depth, ...(workflowName && { workflow: workflowName }) };
    const outcome = await withTimeLimit(time.remainingMs(), async () =>
      withCause(cause, () => run(event, time)),
    );
    if (outcome === 'unfinished') line.unfinished = true;
    return outcome ?? 'finished';
  };
  const handler = (event: DirectEvent | SQSEvent, context: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(context.awsRequestId), async (line) => {
      const message = 'Records' in event ? messageOf(event) : undefined;
      try {
        const received = receive(message ? eventIn(message) : (event as DirectEvent), line);
        const number = message ? runOf(message) : 1;
        if (number > 1) line.run = number;
        const totalMs = context.getRemainingTimeInMillis();
        const time = { remainingMs: () => context.getRemainingTimeInMillis(), totalMs };
        if ((await perform(received, time, line)) === 'unfinished') {
          await sendAgain(message ?? JSON.stringify(event), number + 1);
        }
      } catch (error) {
        if (message) await endAttempt(message, error, context.awsRequestId);
        throw error;
      }
    });
  return Object.assign(handler, {
    processEvent: (event: DirectEvent, time: RunTime, line: LogLine) =>
      perform(receive(event, line), time, line),
  });
}

/** The Lambda handler of a workflow on a schedule. `run` must be idempotent, as above. */
export function scheduledWorkflow(run: () => Promise<void>): WorkflowHandler {
  const handler = (_event: unknown, context: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(context.awsRequestId), () =>
      withTimeLimit(context.getRemainingTimeInMillis(), run),
    );
  return Object.assign(handler, {
    async processEvent(_event: DirectEvent, time: RunTime) {
      await withTimeLimit(time.remainingMs(), run);
      return 'finished' as const;
    },
  });
}

/** Not a failure: a retry or a replay would continue the loop. */
function stopChain(line: LogLine, depth: number, maxDepth: number): void {
  count('ChainsStopped');
  const message =
    `the workflow did not run: the event has the depth ${depth}, and the limit is ${maxDepth}. Probably its own ` +
    'writes, or those of other workflows, start it again and again. Follow causedBy to see the chain; then let run ' +
    'write only what is different, or set skipOwn (docs/workflows.md#loops)';
  Object.assign(line, { level: 'ERROR', maxDepth, error: { name: 'ChainStopped', message } });
}

type DirectEvent = EventBridgeEvent<string, unknown>;
type RunContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** The environment is read here, not when the file is imported: a unit test of a workflow has none. */
const lineOfRun = (requestId: string) => ({
  requestId,
  function: readEnvironment(process.env, 'functionName').functionName,
});
