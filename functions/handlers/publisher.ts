// Reads the stream: puts one event on the bus for each change, not one for each half.
import type { LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import {
  catalogEvent,
  connectionEvent,
  recordEvent,
} from '../../shared/domain/events/announced-events.ts';
import type { StreamedChange } from '../../shared/table/projection/stream-records.ts';
import { publish } from '../events/event-bus.ts';
import { streamFunction } from '../stream/stream-entry.ts';

export const handler = streamFunction((all) => publish(all.flatMap(eventsOf)));

function eventsOf(streamed: StreamedChange): LiaisonEvent[] {
  if ('catalog' in streamed)
    return streamed.catalog.events.map((one) => catalogEvent(one, streamed.catalog));
  if ('record' in streamed) return [recordEvent(streamed.record)].filter((event) => event !== null);
  // Most changes appear in both halves; only record1's is announced.
  return streamed.sides.includes('record1') ? [connectionEvent(streamed.change)] : [];
}
