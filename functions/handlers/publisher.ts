// Reads the stream: puts one event on the bus for each change, not one for each half.
import { eventsOf } from '../../shared/table/projection/events-of-change.ts';
import { publish } from '../events/event-bus.ts';
import { streamFunction } from '../stream/stream-entry.ts';

export const handler = streamFunction((all) => publish(all.flatMap(eventsOf)));
