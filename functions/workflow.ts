// The entry of a workflow: one Lambda function that is run for each event of one kind.
import type { EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod';
import { type EventDetail, type EventType, events } from '../shared/contracts/events.ts';

/**
 * The Lambda handler of a workflow. `run` is given the event's detail, checked. An event may come
 * more than once and late, so `run` must bear to be run again: look at what is so now, and use
 * `eventId` where something must happen only once. What it throws is tried again by Lambda, then
 * put into the workflow's dead-letter queue.
 */
export function workflow<Type extends EventType>(
  types: Type | readonly Type[],
  run: (detail: EventDetail<Type>, type: Type) => Promise<void>,
) {
  const known = [types].flat() as Type[];
  return async (event: EventBridgeEvent<string, unknown>): Promise<void> => {
    const type = known.find((one) => one === event['detail-type']);
    if (type === undefined) {
      throw new Error(`${event['detail-type']} is not for this workflow, but ${known.join(', ')}`);
    }
    const detail = z.parse(events[type] as z.ZodType, event.detail) as EventDetail<Type>;
    await run(detail, type);
    console.log(JSON.stringify({ level: 'INFO', message: 'done', type, eventId: detail.eventId }));
  };
}
