// The JSON Schemas of the events on the bus, generated from the contract.
import * as z from 'zod';
import { type EventType, events } from '../shared/contracts/event-schemas.ts';
import { eventSource } from '../shared/contracts/event-source.ts';
import { ShownAttributes } from '../shared/contracts/json-value.ts';
import { eventExamples } from '../testing/event-examples.ts';

/** The types of all events, in the order of the contract. */
export const eventTypes = Object.keys(events) as EventType[];

/** `Connection Created` is described in `connection-created.json`. */
export const schemaFileOf = (type: EventType) => `${type.toLowerCase().replaceAll(' ', '-')}.json`;

/**
 * The schema of each complete event, as a rule's target receives it (JSON Schema, draft 2020-12).
 * Additional fields are allowed, because a later version may add some.
 */
export function eventSchemas(): { type: EventType; file: string; schema: object }[] {
  return eventTypes.map((type) => ({
    type,
    file: schemaFileOf(type),
    schema: {
      ...z.toJSONSchema(wholeEvent(type), { io: 'input', override: plain }),
      examples: [exampleOf(type)],
    },
  }));
}

/** The example of a type, without what EventBridge adds. @throws if there is none */
export function exampleOf(type: EventType) {
  const example = eventExamples.get(type);
  if (!example) throw new Error(`testing/event-examples.ts has no example of ${type}`);
  return { source: eventSource, 'detail-type': type, detail: example.detail };
}

/** The event that EventBridge delivers, with those EventBridge fields that are useful to listeners. */
function wholeEvent(type: EventType) {
  return z
    .object({
      source: z.literal(eventSource),
      'detail-type': z.literal(type),
      id: z.string().optional().meta({
        description: "EventBridge's own id, different for every publication; see `eventId`",
      }),
      time: z.iso.datetime().optional().meta({ description: '`detail.at`, in whole seconds' }),
      detail: events[type],
    })
    .meta({ title: type, description: events[type].meta()?.description });
}

interface Overridden {
  readonly zodSchema: z.core.$ZodType;
  readonly jsonSchema: Record<string, unknown>;
}

/** Drops patterns that only repeat a format, and what is meant for OpenAPI; renames its `example` to `examples`. */
function plain({ jsonSchema, zodSchema }: Overridden): void {
  if (zodSchema === (ShownAttributes as z.core.$ZodType)) jsonSchema.type = 'object';
  delete jsonSchema.override;
  if (jsonSchema.format) delete jsonSchema.pattern;
  if (jsonSchema.example === undefined) return;
  jsonSchema.examples = [jsonSchema.example];
  delete jsonSchema.example;
}
