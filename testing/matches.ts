// Whether a workflow's `where` lets an event through.
import type { EventType } from '../shared/contracts/event-schemas.ts';
import { eventPattern } from '../shared/patterns/event-pattern.ts';
import type { BusEvent } from './event.ts';

/**
 * Whether an event matches the `where` of a workflow, by the rules of EventBridge, with the code that also decides on
 * the local host.
 * @throws PatternError if `where` is not a pattern; whether its fields exist, the construct checks
 */
export const matches = (where: object, { detail }: BusEvent<EventType>): boolean =>
  eventPattern(where, 'where')(detail);
