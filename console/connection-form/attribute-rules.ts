// The attributes that the roles of a connection define, and what is wrong with typed ones, as the service
// checks it.
import type { AttributeRule } from '../../shared/contracts/attribute-schemas.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { meantBy, repeatedName } from '../records/typed-attributes.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { formatNumber } from '../text/format.ts';
import {
  type ConnectionField,
  changedFields,
  filled,
  type TypedConnection,
} from './typed-connection.ts';

export interface AttributeRules {
  /** By the name of the attribute; both roles may define one. */
  readonly byName: ReadonlyMap<string, readonly AttributeRule[]>;
  /** The names of the roles that have a schema. */
  readonly roles: readonly string[];
}

/** The rules of the roles that have a schema; undefined if none has one, and anything is allowed. */
export function attributeRules(
  roles: readonly (ConnectionRole | undefined)[],
): AttributeRules | undefined {
  const byName = new Map<string, AttributeRule[]>();
  const having = [...new Set(roles)].flatMap((role) =>
    role?.attributeSchema ? [{ name: role.name, schema: role.attributeSchema }] : [],
  );
  for (const { schema } of having) {
    for (const [name, rule] of Object.entries(schema)) {
      byName.set(name, [...(byName.get(name) ?? []), rule]);
    }
  }
  return having.length === 0 ? undefined : { byName, roles: having.map(({ name }) => name) };
}

/** Messages by field; `attributes` for those about no single one. */
export type AttributeErrors = Partial<Record<ConnectionField | 'attributes', string>>;

/**
 * What is wrong with the attributes.
 * @param before the stored connection: like the service, checks only if roles or attributes differ from it
 */
export function attributeErrors(
  rules: AttributeRules | undefined,
  typed: TypedConnection,
  before?: TypedConnection,
): AttributeErrors {
  const words = connectionFormText.attributes;
  const repeated = repeatedName(filled(typed));
  if (repeated !== undefined) return { attributes: words.twice(repeated) };
  const nameless = typed.attributes.some(
    ({ name, value }) => name.trim() === '' && value.trim() !== '',
  );
  if (nameless) return { attributes: words.nameless };
  if (!rules || (before && !changedFields(before, typed).some(isChecked))) return {};
  const values = new Map(filled(typed).map(({ name, value }) => [name.trim(), meantBy(value)]));
  const errors: AttributeErrors = {};
  for (const name of values.keys()) {
    if (!rules.byName.has(name)) errors[`attributes.${name}`] = words.undefinedBy(rules.roles);
  }
  for (const [name, each] of rules.byName) {
    const error = each.map((rule) => errorOf(rule, values.get(name))).find((found) => found);
    if (error) errors[`attributes.${name}`] = error;
  }
  return errors;
}

const isChecked = (field: ConnectionField) =>
  field === 'ownRole' || field === 'connectedRole' || field.startsWith('attributes.');

function errorOf(rule: AttributeRule, value: unknown): string | undefined {
  const words = connectionFormText.attributes;
  if (value === undefined) return rule.required ? words.missing : undefined;
  if (!isOfType(value, rule.type)) return words.kinds[rule.type];
  if (rule.enum && !rule.enum.some((one) => one === value)) return words.oneOf(rule.enum);
  if (typeof value === 'number') {
    if (rule.minimum !== undefined && value < rule.minimum) {
      return words.atLeast(formatNumber(rule.minimum));
    }
    if (rule.maximum !== undefined && value > rule.maximum) {
      return words.atMost(formatNumber(rule.maximum));
    }
  }
  if (rule.maxLength !== undefined && typeof value === 'string') {
    const { length } = [...value];
    if (length > rule.maxLength) return words.tooLong(rule.maxLength, length);
  }
  return undefined;
}

function isOfType(value: unknown, type: AttributeRule['type']): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'date':
      return typeof value === 'string' && isDay(value);
    default:
      return typeof value === type;
  }
}

/** Whether a text is a calendar date, YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(text);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
