// Example values: those of the description, or values made from a schema that has none.
import type { Schema } from '../contract/description.ts';
import { type Media, type Parameter, resolved, type Schemas } from './description.ts';

/** Deeper values are left out: schemas may contain themselves. */
const deepest = 6;

/** By format: a value that is valid and looks like a real one. */
const byFormat: Readonly<Record<string, string>> = {
  date: '2026-03-01',
  'date-time': '2026-03-01T09:30:00.000Z',
  uuid: '01936f6e-4a3c-7d52-9d6f-2f1f0d7a1b11',
  uri: 'https://example.com/',
};

/** By the name of a property that has no example of its own. */
const byName: Readonly<Record<string, unknown>> = {
  id: byFormat.uuid,
  name: 'Maria Oduya',
  displayName: 'Account',
  displayCollectionName: 'Accounts',
  title: 'Chair',
  category: 'business',
  at: byFormat['date-time'],
  createdAt: byFormat['date-time'],
  modifiedAt: byFormat['date-time'],
  actor: 'user-ines',
  createdBy: 'user-ines',
  modifiedBy: 'user-ines',
  ownerId: 'user-ines',
  source: 'former-crm',
  key: 'AM-1001',
  index: 0,
};

/** Records by the name of the property that refers to them: the two of a connection must differ. */
const records: Readonly<Record<string, { readonly type: string; readonly id: string }>> = {
  record1: { type: 'contact', id: 'maria-oduya' },
  record2: { type: 'account', id: 'fabrikon' },
  into: { type: 'account', id: 'fabrikon-ag' },
};

/** The example of a body; undefined if it has none and its schema does not describe JSON. */
export function exampleOf({ example, examples, schema }: Media, schemas: Schemas): unknown {
  if (example !== undefined) return example;
  const [first] = Object.values(examples ?? {});
  if (first?.value !== undefined) return first.value;
  return schema && exampleValue(schema, schemas);
}

/** The example of a parameter. */
export function parameterExample({ name, example, schema }: Parameter, schemas: Schemas): string {
  return String(example ?? exampleValue(schema, schemas, 0, name));
}

/** A valid value of a schema, its own example if it has one. */
function exampleValue(given: Schema, schemas: Schemas, depth = 0, name = ''): unknown {
  const schema = resolved(given, schemas);
  const own = schema.example ?? schema.examples?.[0] ?? schema.const ?? schema.enum?.[0];
  if (own !== undefined) return own;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  const options = schema.oneOf ?? schema.anyOf;
  if (options) {
    const [first] = options.filter(({ type }) => type !== 'null');
    return first ? exampleValue(first, schemas, depth, name) : null;
  }
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => exampleValue(part, schemas, depth, name));
    return Object.assign({}, ...parts);
  }
  const type = [schema.type ?? (schema.properties ? 'object' : 'any')].flat()[0];
  if (type === 'object') return exampleObject(schema, schemas, depth);
  if (type === 'array') {
    if (depth >= deepest) return [];
    return [exampleValue(schema.items ?? {}, schemas, depth + 1)];
  }
  if (type === 'string') return exampleText(schema, name);
  if (type === 'integer' || type === 'number')
    return byName[name] ?? Math.max(schema.minimum ?? 1, 1);
  return type === 'boolean' ? true : (byName[name] ?? null);
}

function exampleObject(schema: Schema, schemas: Schemas, depth: number): unknown {
  if (depth >= deepest) return {};
  // Of what a request may contain, only what it must contain, and what has an example.
  const isInput = schema.additionalProperties === false;
  const shown = Object.entries(schema.properties ?? {}).filter(
    ([name, property]) =>
      !isInput ||
      schema.required?.includes(name) ||
      resolved(property, schemas).example !== undefined,
  );
  return Object.fromEntries(
    shown.map(([name, property]) => {
      const value = exampleValue(property, schemas, depth + 1, name);
      const isRecord = value !== null && typeof value === 'object' && 'type' in value;
      return [name, isRecord ? { ...value, ...records[name] } : value];
    }),
  );
}

function exampleText({ format = '', pattern = '' }: Schema, name: string): unknown {
  if (byFormat[format] !== undefined) return byFormat[format];
  // Zod writes the patterns of these two instead of a format.
  if (pattern.includes('{8}-')) return byFormat.uuid;
  if (/\\d\{4\}/.test(pattern)) return byFormat.date;
  return typeof byName[name] === 'string' ? byName[name] : 'text';
}
