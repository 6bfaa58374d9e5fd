// The entry of a workflow: a Lambda function that runs for each event of some types, or on a schedule.
import type { Context, EventBridgeEvent, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { type EventDetail, type EventType, events } from '../../shared/contracts/event-schemas.ts';
import { withTimeLimit } from '../../shared/table/engine/retries.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { withLogLine } from '../telemetry/telemetry.ts';
import { eventIn, messageOf, returnSoon, runOf, sendAgain } from './workflow-queue.ts';

const { functionName } = readEnvironment(process.env, 'functionName');

/** The time that a run has. */
export interface RunTime {
  /** Milliseconds until Lambda ends the run. */
  remainingMs(): number;
}

/** A sweep that has less time than this, in ms, continues in another run: a page may take a minute. */
const shortMs = 120_000;

/** Whether a run should end now and return `'unfinished'`. */
export const isShort = (time: RunTime): boolean => time.remainingMs() < shortMs;

/**
 * The Lambda handler of a workflow. `run` receives the event's validated detail, its type and the time that
 * it has. An event may arrive late and more than once, so `run` must be idempotent: check the current
 * state, and use `eventId` for effects that must happen only once.
 *
 * If `run` throws, the event is processed again after some minutes, and after five failures it is in the
 * workflow's dead-letter queue. If `run` returns `'unfinished'`, because it has little time left, the event is
 * sent to the workflow's queue again, and another run continues the work; at most 1,000 runs. Each run
 * writes one log line; add fields with `addToLogLine` of telemetry.ts.
 *
 * The handler accepts a message of the workflow's queue, and the event itself for an invocation by hand.
 */
export function workflow<Type extends EventType>(
  types: Type | readonly Type[],
  run: (
    detail: EventDetail<Type>,
    type: Type,
    time: RunTime,
  ) => Promise<void> | Promise<'unfinished' | undefined>,
) {
  const known = [types].flat() as Type[];
  return (event: DirectEvent | SQSEvent, context: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(context.awsRequestId), async (line) => {
      const message = 'Records' in event ? messageOf(event) : undefined;
      try {
        const { 'detail-type': name, detail: given } = message
          ? eventIn(message)
          : (event as DirectEvent);
        const type = known.find((one) => one === name);
        if (type === undefined) {
          throw new Error(`this workflow handles ${known.join(', ')}, not ${name}`);
        }
        const detail = z.parse(events[type] as z.ZodType, given) as EventDetail<Type>;
        Object.assign(line, { type, eventId: detail.eventId, actor: detail.actor });
        if ('connection' in detail) line.connectionId = detail.connection.id;
        const number = message ? runOf(message) : 1;
        if (number > 1) line.run = number;
        const time = { remainingMs: () => context.getRemainingTimeInMillis() };
        const outcome = await withTimeLimit(time.remainingMs(), async () =>
          run(detail, type, time),
        );
        if (outcome === 'unfinished') {
          line.unfinished = true;
          await sendAgain(message?.body ?? JSON.stringify(event), number + 1);
        }
      } catch (error) {
        if (message) await returnSoon(message);
        throw error;
      }
    });
}

/** The Lambda handler of a workflow on a schedule. `run` must be idempotent, as above. */
export function scheduledWorkflow(run: () => Promise<void>) {
  return (_event: unknown, context: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(context.awsRequestId), () =>
      withTimeLimit(context.getRemainingTimeInMillis(), run),
    );
}

type DirectEvent = EventBridgeEvent<string, unknown>;
type RunContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

const lineOfRun = (requestId: string) => ({ requestId, function: functionName });
