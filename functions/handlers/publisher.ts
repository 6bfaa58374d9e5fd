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

function eventsOf(told: StreamedChange): LiaisonEvent[] {
  if ('catalog' in told) return told.catalog.events.map((one) => catalogEvent(one, told.catalog));
  if ('record' in told) return [recordEvent(told.record)].filter((event) => event !== null);
  // Most changes appear in both halves; only record1's is announced.
  return told.sides.includes('record1') ? [connectionEvent(told.change)] : [];
}
