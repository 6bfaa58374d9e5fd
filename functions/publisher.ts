// Reads the stream: puts one event on the bus for each change, never one for each half.
import type { LiaisonEvent } from '../shared/contracts/events.ts';
import { catalogEvent, connectionEvent, recordEvent } from '../shared/domain/announcements.ts';
import type { Told } from '../shared/table/stream.ts';
import { publish } from './bus.ts';
import { streamFunction } from './stream.ts';

export const handler = streamFunction((all) => publish(all.flatMap(eventsOf)));

function eventsOf(told: Told): LiaisonEvent[] {
  if ('catalog' in told) return told.catalog.events.map((one) => catalogEvent(one, told.catalog));
  if ('record' in told) return [recordEvent(told.record)].filter((event) => event !== null);
  // Both halves tell of most changes: record1's speaks for the two.
  return told.sides.includes('record1') ? [connectionEvent(told.change)] : [];
}
