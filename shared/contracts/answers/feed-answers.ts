// The change feed: the events of the bus.
import * as z from 'zod';
import { type EventType, events } from '../event-schemas.ts';
import { eventSource } from '../event-source.ts';

/** An event as on the bus, with its id. */
const changeOf = <Type extends EventType>(type: Type) =>
  z
    .object({
      eventId: z
        .string()
        .meta({ description: '`detail.eventId`: the same wherever the event appears' }),
      source: z.literal(eventSource),
      'detail-type': z.literal(type),
      detail: events[type],
    })
    .meta({ id: `${type.replaceAll(' ', '')}Event` });

type AnyChange = { [Type in EventType]: ReturnType<typeof changeOf<Type>> }[EventType];

const changes = (Object.keys(events) as EventType[]).map((type) => changeOf(type)) as AnyChange[];

/** One change. */
const Change = z
  .discriminatedUnion('detail-type', changes as [AnyChange, ...AnyChange[]])
  .meta({ id: 'Change', description: 'One change: the event that is published on the bus' });

export const ChangesPage = z
  .object({
    items: z.array(Change),
    next: z.string().meta({
      description: 'Send it as `after` of the next request; unchanged when there is nothing new',
    }),
  })
  .meta({ id: 'ChangesPage' });
