// Any JSON in an answer. One named schema that does not refer to itself: generated TypeScript would not compile.
import * as z from 'zod';

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

export const JsonValue = z
  .custom<Json>((value) => value !== undefined, 'must be JSON')
  .meta({
    id: 'JsonValue',
    description: 'Any JSON: a text, a number, true, false, null, an array or an object',
    override: {
      type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
      items: { description: 'Any JSON' },
      additionalProperties: { description: 'Any JSON' },
    },
  });

/** Attributes as answers show them. */
export const ShownAttributes = z.looseObject({}).meta({
  override: { type: 'object', additionalProperties: { $ref: '#/components/schemas/JsonValue' } },
});

/** One field that changed; null means no value. */
export const FieldChange = z
  .object({
    field: z.string().meta({
      description: 'Each attribute is a field of its own, such as `attributes.share`',
      example: 'effectiveEnd',
    }),
    from: JsonValue,
    to: JsonValue,
  })
  .meta({ id: 'FieldChange', description: 'A field that changed; null means no value' });
