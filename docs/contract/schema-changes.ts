// What would break clients between two versions of a schema: of a request, which must accept what it accepted,
// or of an answer, which must stay what readers expect.
import { isDeepStrictEqual } from 'node:util';
import { type Description, resolved, type Schema } from './description.ts';

export type Direction = 'request' | 'answer';
type Placed = readonly [Description, Schema];

/** Bounds with the direction in which a request may move: up or down. */
const bounds = {
  minimum: 'down',
  minLength: 'down',
  minItems: 'down',
  maximum: 'up',
  maxLength: 'up',
  maxItems: 'up',
} as const;

/** The breaking differences, each as a sentence that begins with a path such as `body.record1.id`. */
export function schemaChanges(
  direction: Direction,
  before: Placed,
  now: Placed,
  path: string,
): string[] {
  return compared(direction, before, now, path, new Set());
}

/** @param underway pairs of references that are being compared: schemas may refer to themselves */
function compared(
  direction: Direction,
  before: Placed,
  now: Placed,
  path: string,
  underway: ReadonlySet<string>,
): string[] {
  const pair = `${before[1].$ref} ${now[1].$ref}`;
  if (before[1].$ref && now[1].$ref) {
    if (underway.has(pair)) return [];
    underway = new Set([...underway, pair]);
  }
  const old = variantsOf(before);
  const current = variantsOf(now);
  // A reader of answers must know every form; a request must still be accepted in every form. A reader ignores the
  // variants of a discriminated union that it does not know.
  const [given, allowed] = direction === 'request' ? [old, current] : [current, old];
  const isNew = (name: string) => direction === 'answer' && isNamed(name) && !old.has(name);
  const unmatched = [...given]
    .filter(([name]) => !isNew(name))
    .flatMap(([name, variant]) => {
      const other = allowed.get(name);
      if (!other) {
        return [
          direction === 'request'
            ? `${path} may no longer be ${wordsOf(name)}`
            : `${path} may now be ${wordsOf(name)}`,
        ];
      }
      const [one, two] = direction === 'request' ? [variant, other] : [other, variant];
      return alike(direction, [before[0], one], [now[0], two], path, underway);
    });
  const gone =
    direction === 'answer'
      ? [...old.keys()].filter((name) => isNamed(name) && !current.has(name))
      : [];
  return [...unmatched, ...gone.map((name) => `${path} is never ${wordsOf(name)} any more`)];
}

const isNamed = (name: string) => name.includes('=');
const wordsOf = (name: string) => (name === '' ? 'any JSON' : name);

/** The forms of a schema by type; those of a discriminated union by the value of its property: `status=created`. */
function variantsOf([description, schema]: Placed): Map<string, Schema> {
  const own = resolved(description, schema);
  const options = own.anyOf ?? own.oneOf;
  if (options) {
    const { propertyName, mapping = {} } = own.discriminator ?? {};
    if (propertyName !== undefined) {
      return new Map(
        Object.entries(mapping).map(([value, $ref]) => [`${propertyName}=${value}`, { $ref }]),
      );
    }
    const found = new Map<string, Schema>();
    for (const [name, variant] of options.flatMap((one) => [...variantsOf([description, one])])) {
      let place = name;
      for (let copy = 2; found.has(place); copy += 1) place = `${name} (${copy})`;
      found.set(place, variant);
    }
    return found;
  }
  const types = [own.type ?? ''].flat();
  return new Map(types.map((type) => [type, { ...own, ...(type !== '' && { type }) }]));
}

/** The differences of two schemas that are of one type, or of one value of a discriminator. */
function alike(
  direction: Direction,
  before: Placed,
  now: Placed,
  path: string,
  underway: ReadonlySet<string>,
): string[] {
  const [old, current] = [resolved(...before), resolved(...now)];
  const changes: string[] = [];
  for (const name of ['format', 'pattern'] as const) {
    const isDropped = direction === 'request' && current[name] === undefined;
    if (old[name] !== current[name] && !isDropped && old[name] !== undefined) {
      changes.push(`${path} has another ${name}: ${current[name] ?? 'none'}, before ${old[name]}`);
    } else if (direction === 'request' && old[name] === undefined && current[name] !== undefined) {
      changes.push(`${path} has a new ${name}: ${current[name]}`);
    }
  }
  changes.push(...valueChanges(direction, old, current, path));
  if (direction === 'request') {
    for (const [name, way] of Object.entries(bounds) as [keyof typeof bounds, 'up' | 'down'][]) {
      const bound = current[name];
      if (bound === undefined) continue;
      const none = way === 'up' ? Infinity : name === 'minimum' ? -Infinity : 0;
      const earlier = old[name] ?? none;
      if (way === 'up' ? bound < earlier : bound > earlier) {
        changes.push(`${path} has another ${name}: ${bound}, before ${old[name] ?? 'none'}`);
      }
    }
  }
  const below = (one: Schema, other: Schema, at: string) =>
    compared(direction, [before[0], one], [now[0], other], at, underway);
  if (old.items && current.items) changes.push(...below(old.items, current.items, `${path}[]`));
  const { additionalProperties: oldRest, ...oldObject } = old;
  const { additionalProperties: rest, ...object } = current;
  if (typeof oldRest === 'object' && typeof rest === 'object')
    changes.push(...below(oldRest, rest, `${path}.*`));
  if (direction === 'request' && oldRest !== false && rest === false)
    changes.push(`${path} may no longer have other properties`);
  return [...changes, ...propertyChanges(direction, oldObject, object, path, below)];
}

/** An enumeration in a request must keep its values; one in an answer may gain values. */
function valueChanges(direction: Direction, old: Schema, now: Schema, path: string): string[] {
  const [before, after] = [valuesOf(old), valuesOf(now)];
  if (direction === 'request' && after) {
    if (!before) return [`${path} may now only be ${shown(after)}`];
    const gone = before.filter((value) => !after.some((one) => isDeepStrictEqual(one, value)));
    return gone.length > 0 ? [`${path} may no longer be ${shown(gone)}`] : [];
  }
  return direction === 'answer' && before && !after ? [`${path} may now be any value`] : [];
}

const valuesOf = (schema: Schema) => ('const' in schema ? [schema.const] : schema.enum);
const shown = (values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).join(', ');

function propertyChanges(
  direction: Direction,
  old: Schema,
  now: Schema,
  path: string,
  below: (old: Schema, now: Schema, path: string) => string[],
): string[] {
  const [before, after] = [old.properties ?? {}, now.properties ?? {}];
  const isRequired = ({ required = [] }: Schema, name: string) => required.includes(name);
  const kept = Object.entries(before).flatMap(([name, schema]) => {
    const at = `${path}.${name}`;
    const same = after[name];
    if (!same) return [`${at} was removed`];
    const [wasRequired, mustBe] = [isRequired(old, name), isRequired(now, name)];
    return [
      ...(direction === 'request' && !wasRequired && mustBe ? [`${at} is now required`] : []),
      ...(direction === 'answer' && wasRequired && !mustBe
        ? [`${at} is no longer always present`]
        : []),
      ...below(schema, same, at),
    ];
  });
  const added = Object.keys(after)
    .filter((name) => direction === 'request' && !(name in before) && isRequired(now, name))
    .map((name) => `${path}.${name} is new and required`);
  return [...kept, ...added];
}
