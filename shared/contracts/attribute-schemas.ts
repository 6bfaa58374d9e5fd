// The attribute schema of a connection role: which attributes a connection with the role may have.
import * as z from 'zod';
import { optionalText, text } from './identifiers.ts';
import { sizeFault } from './json-attributes.ts';

/** How many attributes a schema may define, how many values an attribute may list, and how large it may be as JSON. */
const schemaLimits = { attributes: 30, values: 50, textLength: 4000, bytes: 16_000 } as const;

const attributeTypes = ['string', 'number', 'integer', 'boolean', 'date'] as const;

type Type = (typeof attributeTypes)[number];

/** Whether a value is of a type; a date is a text. */
export function isOfType(value: unknown, type: Type): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'date':
      return z.iso.date().safeParse(value).success;
  }
}

const isNumeric = (type: Type) => type === 'number' || type === 'integer';

export const AttributeRule = z
  .strictObject({
    type: z.enum(attributeTypes).meta({
      description: '`date`: a calendar date as text, YYYY-MM-DD; `integer`: a whole number',
    }),
    required: z.boolean().optional(),
    enum: z
      .array(z.union([optionalText(schemaLimits.textLength), z.number(), z.boolean()]))
      .min(1)
      .max(schemaLimits.values)
      .optional()
      .meta({ description: 'The values that are allowed' }),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.int().min(1).max(schemaLimits.textLength).optional().meta({
      description: 'Of a `string`, in characters',
    }),
  })
  .check(({ value: rule, issues }) => {
    const wrong = (path: PropertyKey[], message: string) =>
      issues.push({ code: 'custom', input: rule, path, message });
    const { type, minimum, maximum } = rule;
    for (const bound of ['minimum', 'maximum'] as const) {
      if (rule[bound] !== undefined && !isNumeric(type)) {
        wrong([bound], `is only for the types number and integer, not for ${type}`);
      }
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      wrong(['minimum'], `must not be greater than the maximum ${maximum}`);
    }
    if (rule.maxLength !== undefined && type !== 'string') {
      wrong(['maxLength'], `is only for the type string, not for ${type}`);
    }
    for (const [at, value] of (rule.enum ?? []).entries()) {
      if (!isOfType(value, type)) wrong(['enum', at], `must be of the type ${type}`);
    }
  })
  .meta({ id: 'AttributeRule' });

export const AttributeSchema = z
  .record(text(100), AttributeRule)
  .refine((schema) => Object.keys(schema).length <= schemaLimits.attributes, {
    error: `must define at most ${schemaLimits.attributes} attributes`,
  })
  .check(({ value, issues }) => {
    const message = sizeFault(value, { bytes: schemaLimits.bytes, depth: 4 });
    if (message) issues.push({ code: 'custom', input: value, message });
  })
  .meta({
    id: 'AttributeSchema',
    description:
      'A connection with the role may have only the attributes that its roles define. Checked when roles or ' +
      'attributes are set.',
  });

export type AttributeRule = z.output<typeof AttributeRule>;
export type AttributeSchema = z.output<typeof AttributeSchema>;
