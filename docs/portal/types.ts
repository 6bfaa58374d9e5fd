// Schemas as HTML: the type of a value in a few words, and a table of fields.
import type { Schema } from '../contract/description.ts';
import { nameOf, type Schemas } from './description.ts';
import { codeText, escaped, table } from './html.ts';

const code = (value: unknown) => `<code>${escaped(String(value))}</code>`;

/** What values a schema allows, with links to the schemas that it names. */
export function typeHtml(schema: Schema): string {
  const { $ref, anyOf, oneOf, allOf, items, properties } = schema;
  if ($ref !== undefined) {
    const name = nameOf($ref);
    return `<a href="/docs/schemas#${escaped(name)}">${escaped(name)}</a>`;
  }
  const options = anyOf ?? oneOf;
  if (options) return [...new Set(options.map(typeHtml))].join(' or ');
  if (allOf) return allOf.map(typeHtml).join(' and ');
  if (schema.const !== undefined) return code(JSON.stringify(schema.const));
  if (schema.enum) return schema.enum.map((value) => code(JSON.stringify(value))).join(', ');
  if (items) return `list of ${typeHtml(items)}`;
  const fields = Object.entries(properties ?? {});
  if (fields.length > 0) {
    return `{ ${fields.map(([name, type]) => `${code(name)}: ${typeHtml(type)}`).join(', ')} }`;
  }
  const type = [schema.type ?? 'any JSON'].flat().map(escaped).join(' or ');
  return [type, schema.format && escaped(schema.format), limitsOf(schema)]
    .filter(Boolean)
    .join(', ');
}

/** The limits of a number, a text or a list, in words. */
function limitsOf({ minimum, maximum, minLength, maxLength }: Schema): string {
  // Zod writes the limits of safe integers, which say nothing to a reader.
  const told = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined;
  const [from, to, unit] =
    maxLength === undefined && minLength === undefined
      ? [told(minimum), told(maximum), '']
      : [minLength, maxLength, ' characters'];
  if (from !== undefined && to !== undefined) return `${from} to ${to}${unit}`;
  if (to !== undefined) return `at most ${to}${unit}`;
  return from === undefined ? '' : `at least ${from}${unit}`;
}

/**
 * A table of the fields of an object; '' if the schema has none.
 * @param direction only who sends an object must know which fields are required
 */
export function fieldsTable(
  { properties = {}, required = [] }: Schema,
  direction: 'sent' | 'received' = 'sent',
): string {
  const isRequired = (name: string) => direction === 'sent' && required.includes(name);
  const rows = Object.entries(properties).map(([name, property]) => [
    `${code(name)}${isRequired(name) ? ' <em>required</em>' : ''}`,
    typeHtml(property),
    meaningOf(property),
  ]);
  return rows.length === 0 ? '' : table('Fields', ['Field', 'Type', 'Meaning'], rows);
}

/** The description of a value, with its default. */
export function meaningOf({ description = '', default: usual }: Schema): string {
  const isTold = usual !== undefined && usual !== null && JSON.stringify(usual).length < 40;
  return [codeText(description), isTold && `Default: ${code(JSON.stringify(usual))}.`]
    .filter(Boolean)
    .join(description.endsWith('.') || description === '' ? ' ' : '. ');
}

/** The sections of all named schemas. */
export const schemasHtml = (schemas: Schemas): string =>
  Object.entries(schemas)
    .map(([name, schema]) => {
      const options = schema.oneOf ?? schema.anyOf;
      const by = schema.discriminator?.propertyName;
      const choice = options
        ? `<p>One of, ${by ? `by ${code(by)}` : 'whichever fits'}: ${options.map(typeHtml).join(', ')}.</p>`
        : '';
      const fields = fieldsTable(schema) || choice || `<p>${typeHtml(schema)}</p>`;
      return `<section><h2 id="${escaped(name)}">${escaped(name)}</h2>
<p>${codeText(schema.description ?? '')}</p>${fields}</section>`;
    })
    .join('\n');
