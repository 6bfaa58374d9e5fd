// Attributes of records and connections: what differs, what a merge patch makes of them, and whether they fit
// the schemas of a connection's roles.
import { type AttributeRule, isOfType } from '../contracts/attribute-schemas.ts';
import type { Fault } from '../contracts/error-codes.ts';
import { type Attributes, attributeLimits, sizeFault } from '../contracts/json-attributes.ts';
import { faultPath } from '../text/fault-path.ts';
import { differenceAt, type FieldDifference } from '../text/field-differences.ts';
import { foundValue } from '../text/found-value.ts';
import { isJsonObject } from '../text/json-object.ts';
import { isSameJson } from '../text/same-json.ts';
import type { Catalog } from './catalog.ts';

/** The names of attributes that differ; null has none. */
function changedAttributes(one: Attributes | null, other: Attributes | null): string[] {
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  return [...names].filter((name) => !isSameJson(ownValue(one, name), ownValue(other, name)));
}

/** The value of an attribute; undefined if there is none. `constructor` is an ordinary name. */
const ownValue = (attributes: Attributes | null, name: string): unknown =>
  attributes && Object.hasOwn(attributes, name) ? attributes[name] : undefined;

/** One for each attribute that differs from what exists. */
export const attributeDifferences = (
  sent: Attributes | null,
  existing: Attributes | null,
): FieldDifference[] =>
  changedAttributes(sent, existing).map((name) => {
    const path = faultPath(['attributes', name]);
    const value = ownValue(existing, name);
    // An attribute may be null, which is not the same as none.
    return value === null
      ? { path, message: 'the existing one has null' }
      : differenceAt(path, value);
  });

/** Attributes after a merge patch (RFC 7396): null removes a name, an object is merged, all else replaces. */
export function merged(attributes: Attributes | null, patch: Attributes): Attributes {
  const result = new Map(Object.entries(attributes ?? {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name);
    else result.set(name, isJsonObject(value) ? merged(objectOr(result.get(name)), value) : value);
  }
  return Object.fromEntries(result);
}

/**
 * The same, but a patch that repeats the attributes as they are changes nothing: one of them may be null, which a merge
 * would remove.
 */
export const patchedAttributes = (
  attributes: Attributes | null,
  patch: Attributes,
): Attributes | null => (isSameJson(patch, attributes) ? attributes : merged(attributes, patch));

const objectOr = (value: unknown): Attributes | null => (isJsonObject(value) ? value : null);

/** What is wrong with the size of attributes; a patch may make them too large. */
export function sizeFaults(
  attributes: Attributes | null,
  of: keyof typeof attributeLimits,
): Fault[] {
  const message = attributes ? sizeFault(attributes, attributeLimits[of]) : undefined;
  return message ? [{ path: 'attributes', message }] : [];
}

/**
 * A connection whose roles have attribute schemas may have only the attributes that these define, and
 * each must be valid: otherwise ConnectionAttributesInvalid, a fault for each attribute. Without a schema
 * on either side anything is allowed.
 */
export function attributeFaults(
  catalog: Catalog,
  roleIds: readonly (string | null)[],
  attributes: Attributes | null,
): Fault[] {
  const roles = [...new Set(roleIds)].flatMap((id) => {
    const role = id === null ? undefined : catalog.roles.get(id);
    return role?.attributeSchema ? [{ id: role.id, schema: role.attributeSchema }] : [];
  });
  if (roles.length === 0) return [];
  const allowed = new Set(roles.flatMap(({ schema }) => Object.keys(schema)));
  const unknown = Object.keys(attributes ?? {})
    .filter((name) => !allowed.has(name))
    .map((name) => {
      const of = roles.map(({ id }) => id).join(' and ');
      const message = `is not defined by the role ${of}; allowed: ${[...allowed].join(', ') || 'none'}`;
      return faultAt(name, message);
    });
  const invalid = roles.flatMap(({ id, schema }) =>
    Object.entries(schema).flatMap(([name, rule]) => {
      const wrong = faultOf(rule, ownValue(attributes, name));
      return wrong ? [faultAt(name, `${wrong} (role ${id})`)] : [];
    }),
  );
  return [...unknown, ...invalid];
}

const faultAt = (name: string, message: string): Fault => ({
  path: faultPath(['attributes', name]),
  code: 'ConnectionAttributesInvalid',
  message,
});

/** What is wrong with a value, in words that follow its path; undefined if nothing is. */
function faultOf(rule: AttributeRule, value: unknown): string | undefined {
  if (value === undefined) return rule.required ? 'is missing' : undefined;
  const found = `; found ${foundValue(value)}`;
  if (!isOfType(value, rule.type)) return `must be ${kinds[rule.type]}${found}`;
  if (rule.enum && !rule.enum.some((one) => one === value)) {
    return `must be one of ${rule.enum.join(', ')}${found}`;
  }
  if (typeof value === 'number') {
    if (rule.minimum !== undefined && value < rule.minimum) {
      return `must be at least ${rule.minimum}${found}`;
    }
    if (rule.maximum !== undefined && value > rule.maximum) {
      return `must be at most ${rule.maximum}${found}`;
    }
  }
  if (rule.maxLength !== undefined && typeof value === 'string') {
    const { length } = [...value];
    if (length > rule.maxLength) {
      return `must have at most ${rule.maxLength} characters; found ${length}: ${foundValue(value)}`;
    }
  }
  return undefined;
}

const kinds = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  date: 'a calendar date, YYYY-MM-DD',
} as const;
