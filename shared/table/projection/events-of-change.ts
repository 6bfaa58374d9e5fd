// The events that announce a change from the stream: the same for the bus and for the feed.
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import {
  catalogEvent,
  connectionEvent,
  recordEvent,
} from '../../domain/events/announced-events.ts';
import type { StreamedChange } from './stream-records.ts';

/**
 * The events of a change: none if it is reported by the half of record2 or is a new record; one for each
 * record type and role that a change of the catalog changed, in its order.
 */
export function eventsOf(streamed: StreamedChange): LiaisonEvent[] {
  if ('catalog' in streamed) {
    return streamed.catalog.events.map((one) => catalogEvent(one, streamed.catalog));
  }
  if ('record' in streamed) return [recordEvent(streamed.record)].filter((event) => event !== null);
  // Most changes appear in both halves; only record1's is announced.
  return streamed.sides.includes('record1') ? [connectionEvent(streamed.change)] : [];
}
