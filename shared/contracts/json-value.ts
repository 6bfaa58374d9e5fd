// Any JSON in answers and events: passed on as it is. Schemas of objects copy them, and lose a field `__proto__`.
import * as z from 'zod';

/** Any JSON. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** One named schema that does not refer to itself: generated TypeScript would not compile. */
export const JsonValue = z.unknown().meta({
  id: 'JsonValue',
  description: 'Any JSON: a text, a number, true, false, null, an array or an object',
  override: {
    type: ['string', 'number', 'boolean', 'null', 'array', 'object'],
    items: { description: 'Any JSON' },
    additionalProperties: { description: 'Any JSON' },
  },
}) as unknown as z.ZodType<Json>;

/** Attributes as answers and events show them: a JSON object. */
export const ShownAttributes = z.unknown().meta({
  override: { type: 'object', additionalProperties: { $ref: '#/components/schemas/JsonValue' } },
}) as unknown as z.ZodType<Record<string, unknown>>;

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
