// The entry of a workflow: a Lambda function that runs for each event of some types, or on a schedule.
import type { Context, EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { type EventDetail, type EventType, events } from '../../shared/contracts/event-schemas.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { withLogLine } from '../telemetry/telemetry.ts';

const { functionName } = readEnvironment(process.env, 'functionName');

/**
 * The Lambda handler of a workflow. `run` receives the event's validated detail. An event may arrive
 * late and more than once, so `run` must be idempotent: check the current state, and use `eventId`
 * for effects that must happen only once. If `run` throws, Lambda retries the event and then puts it
 * into the workflow's dead-letter queue. Each run writes one log line; add fields with
 * `addToLogLine` of telemetry.ts.
 */
export function workflow<Type extends EventType>(
  types: Type | readonly Type[],
  run: (detail: EventDetail<Type>, type: Type) => Promise<void>,
) {
  const known = [types].flat() as Type[];
  return (event: EventBridgeEvent<string, unknown>, { awsRequestId }: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(awsRequestId), async (line) => {
      const type = known.find((one) => one === event['detail-type']);
      if (type === undefined) {
        throw new Error(`this workflow handles ${known.join(', ')}, not ${event['detail-type']}`);
      }
      const detail = z.parse(events[type] as z.ZodType, event.detail) as EventDetail<Type>;
      Object.assign(line, { type, eventId: detail.eventId, actor: detail.actor });
      if ('connection' in detail) line.connectionId = detail.connection.id;
      await run(detail, type);
    });
}

/** The Lambda handler of a workflow on a schedule. `run` must be idempotent, as above. */
export function scheduledWorkflow(run: () => Promise<void>) {
  return (_event: unknown, { awsRequestId }: RunContext): Promise<void> =>
    withLogLine('workflow run', lineOfRun(awsRequestId), run);
}

type RunContext = Pick<Context, 'awsRequestId'>;

const lineOfRun = (requestId: string) => ({ requestId, function: functionName });
