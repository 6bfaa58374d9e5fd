// The attribute schema of a role as it is typed, the schema made from it, and the errors of both.
import type { AttributeRule, AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import { keysIn } from '../base/path-keys.ts';
import { nextRow, numberOf } from '../records/typed-attributes.ts';
import { administerText } from '../text/administer-text.ts';

type AttributeType = AttributeRule['type'];

/** In the order in which they are offered. */
export const attributeTypes: readonly AttributeType[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'date',
];

/** An attribute with texts as typed; '' for no value. */
export interface TypedAttribute {
  /** Identifies it while it is edited. */
  readonly row: number;
  readonly name: string;
  readonly type: AttributeType;
  readonly required: boolean;
  /** One on each line. */
  readonly enum: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly maxLength: string;
}

export const isNumeric = (type: AttributeType) => type === 'number' || type === 'integer';

const textOf = (value: number | undefined) => (value === undefined ? '' : String(value));

export const typedAttributesOf = (schema: AttributeSchema | null): TypedAttribute[] =>
  Object.entries(schema ?? {}).map(([name, rule], row) => ({
    row,
    name,
    type: rule.type,
    required: rule.required ?? false,
    enum: (rule.enum ?? []).map(lineOf).join('\n'),
    minimum: textOf(rule.minimum),
    maximum: textOf(rule.maximum),
    maxLength: textOf(rule.maxLength),
  }));

export const withNewAttribute = (attributes: readonly TypedAttribute[]): TypedAttribute[] => [
  ...attributes,
  {
    ...{ row: nextRow(attributes), name: '', type: 'string', required: false },
    ...{ enum: '', minimum: '', maximum: '', maxLength: '' },
  },
];

/** A value on a line: a text in quotes if the line would not be the text itself. */
function lineOf(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  return /^[^\s"]([^\n\r]*\S)?$/.test(value) ? value : JSON.stringify(value);
}

/** The value of a line; undefined if it is none of the type. */
function valueIn(line: string, type: AttributeType): string | number | boolean | undefined {
  const text = line.trim();
  if (isNumeric(type)) return numberOf(text);
  if (type === 'boolean') return text === 'true' || (text === 'false' ? false : undefined);
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const linesOf = (typed: string) => typed.split('\n').filter((line) => line.trim() !== '');

/** @param attributes without errors of their own */
export const schemaOf = (attributes: readonly TypedAttribute[]): AttributeSchema =>
  Object.fromEntries(attributes.map((each) => [each.name.trim(), ruleOf(each)]));

/** Only what applies to the type. */
function ruleOf(typed: TypedAttribute): AttributeRule {
  const { type } = typed;
  const values = linesOf(typed.enum).map((line) => valueIn(line, type) ?? line);
  const [minimum, maximum] = isNumeric(type) ? [typed.minimum, typed.maximum].map(numberOf) : [];
  const maxLength = type === 'string' ? numberOf(typed.maxLength) : undefined;
  return {
    type,
    ...(typed.required && { required: true }),
    ...(values.length > 0 && { enum: values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

const attributeFields = ['name', 'type', 'enum', 'minimum', 'maximum', 'maxLength'] as const;
type AttributeErrors = Partial<Record<(typeof attributeFields)[number], string>>;

/** Messages by the row of the attribute. */
export type SchemaErrors = ReadonlyMap<number, AttributeErrors>;

/** What prevents a schema from being made of the input. */
export function ownSchemaErrors(attributes: readonly TypedAttribute[]): SchemaErrors {
  const words = administerText.attributes;
  const names = attributes.map(({ name }) => name.trim());
  const errors = attributes.map((typed, at): [number, AttributeErrors] => {
    const name = names[at] ?? '';
    const isWrong = (text: string) => text.trim() !== '' && numberOf(text) === undefined;
    const strange = linesOf(typed.enum).find((line) => valueIn(line, typed.type) === undefined);
    const bounds = isNumeric(typed.type) ? (['minimum', 'maximum'] as const) : [];
    const numbers = typed.type === 'string' ? (['maxLength'] as const) : bounds;
    return [
      typed.row,
      {
        ...(name === '' && { name: words.nameMissing }),
        ...(name !== '' && names.indexOf(name) !== at && { name: words.nameTwice }),
        ...Object.fromEntries(
          numbers.filter((each) => isWrong(typed[each])).map((each) => [each, words.notANumber]),
        ),
        ...(strange !== undefined && { enum: words.notOfType(strange, typed.type) }),
      },
    ];
  });
  return new Map(errors.filter(([, each]) => Object.keys(each).length > 0));
}

/** The service's errors at the fields of attributes, by row; `rest`: the first of those that have no field. */
export function refusedSchema(
  errors: readonly { readonly path: string; readonly message: string }[],
  attributes: readonly TypedAttribute[],
): { readonly rows: SchemaErrors; readonly rest: string | undefined } {
  const rows = new Map<number, AttributeErrors>();
  let rest: string | undefined;
  for (const { path, message } of errors) {
    const [of, name, field] = keysIn(path);
    if (of !== 'attributeSchema') continue;
    const row = attributes.find((each) => each.name.trim() === name)?.row;
    // What is wrong with the name has no field below it.
    const place = attributeFields.find((each) => each === (field ?? 'name'));
    if (row === undefined || place === undefined) rest ??= message;
    else rows.set(row, { [place]: message, ...rows.get(row) });
  }
  return { rows, rest };
}

/** A schema in words, for the history of the role. */
export const schemaText = (schema: AttributeSchema): string =>
  Object.entries(schema)
    .map(([name, rule]) => `${name} (${administerText.attributes.rule(rule)})`)
    .join('\n') || administerText.attributes.none;
