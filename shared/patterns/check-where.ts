// Checks a workflow's `where` against the schemas of its events, for authors whose compiler could not.
import type * as z from 'zod';
import { type EventType, events } from '../contracts/event-schemas.ts';
import { eventPattern, isObject, noList, operators, placeOf } from './event-pattern.ts';
import { PatternError, say } from './pattern-error.ts';
import { isFor } from './where.ts';

/** How many patterns without `$or` one pattern may stand for (a limit of EventBridge). */
const maxCombinations = 1_000;

/**
 * Checks a pattern for the detail of events of these types, and that EventBridge accepts it.
 * @param isUnknown whether a value is not known yet, such as a token of CDK: it is allowed as an element of a list
 * @throws PatternError naming the place and what would be right
 */
export function checkWhere(
  where: unknown,
  types: readonly EventType[],
  isUnknown: (value: unknown) => boolean = () => false,
): void {
  const details = types.map((type) => ({ type, schema: events[type] as z.ZodType }));
  checkFields(where, details, 'where', isUnknown, 'all');
  const fits = (where as { readonly [isFor]?: (type: EventType) => boolean })[isFor];
  const others = types.filter((type) => fits && !fits(type));
  if (others.length > 0) {
    const what = `becomes(…) is for Connection Created and Connection Updated, not for ${others.join(', ')}`;
    throw new PatternError('where', what);
  }
  const paths = combinations(where, '');
  for (const path of paths) {
    const twice = path.find((one, index) => path.indexOf(one) !== index);
    if (twice !== undefined) {
      const why =
        'EventBridge would use only one of the two; write both conditions into each alternative';
      throw new PatternError(`where.${twice}`, `is inside and outside of an $or: ${why}`);
    }
  }
  eventPattern(withoutUnknown(where, isUnknown), 'where');
}

interface Described {
  /** The type of event, in messages. */
  readonly type: string;
  readonly schema: z.ZodType;
}

function checkFields(
  pattern: unknown,
  described: readonly Described[],
  place: string,
  isUnknown: (value: unknown) => boolean,
  fit: 'all' | 'one',
): void {
  if (!isObject(pattern)) {
    throw new PatternError(place, `expected fields in braces, found ${say(pattern)}`);
  }
  const { $or, ...fields } = pattern;
  const names = Object.keys(fields);
  if (names.length === 0 && $or === undefined) {
    throw new PatternError(place, 'expected at least one field, found {}');
  }
  const having = described.filter(({ schema }) => names.every((name) => name in shapeOf(schema)));
  if (having.length === 0 || (fit === 'all' && having.length < described.length)) {
    throw missing(names, described, place);
  }
  for (const [name, wanted] of Object.entries(fields)) {
    const [first] = having.map(({ type, schema }) => ({ type, schema: shapeOf(schema)[name] }));
    if (first?.schema) {
      checkField(wanted, { ...first, schema: first.schema }, placeOf(place, name), isUnknown);
    }
  }
  if ($or === undefined) return;
  const inside = placeOf(place, '$or');
  if (!Array.isArray($or) || $or.length < 2) {
    throw new PatternError(inside, `expected a list of at least two patterns, found ${say($or)}`);
  }
  for (const [index, one] of $or.entries()) {
    checkFields(one, having, `${inside}[${index}]`, isUnknown, 'one');
  }
}

/** The first field that no type has, or that some types lack. */
function missing(names: readonly string[], described: readonly Described[], place: string) {
  const lacking = (name: string) => described.filter(({ schema }) => !(name in shapeOf(schema)));
  const unknown = names.find((name) => lacking(name).length === described.length);
  const types = (some: readonly Described[]) => some.map(({ type }) => type).join(' and ');
  if (unknown !== undefined) {
    const known = [...new Set(described.flatMap(({ schema }) => Object.keys(shapeOf(schema))))];
    const what = `is no field of ${types(described)}; the fields are ${known.join(', ')}`;
    return new PatternError(placeOf(place, unknown), what);
  }
  const name = names.find((one) => lacking(one).length > 0) ?? '';
  const what =
    `${types(lacking(name))} has no such field, so these events would never match; ` +
    'write conditions for single types into an $or';
  return new PatternError(placeOf(place, name), what);
}

type Kind = 'texts' | 'numbers' | 'true or false' | 'anything';

/** What a value may be, without optional, nullable and default, and for a list what its elements may be. */
function unwrapped(schema: z.ZodType): {
  readonly schema: z.ZodType;
  readonly isNullable: boolean;
} {
  const def = schema.def as { type: string; innerType?: z.ZodType; element?: z.ZodType };
  const inner = def.innerType ?? def.element;
  if (!inner) return { schema, isNullable: def.type === 'null' };
  const { isNullable, schema: core } = unwrapped(inner);
  return { schema: core, isNullable: isNullable || def.type === 'nullable' };
}

const shapeOf = (schema: z.ZodType): Readonly<Record<string, z.ZodType>> =>
  (unwrapped(schema).schema as Partial<z.ZodObject>).shape ?? {};

const kinds: Readonly<Record<string, Kind>> = {
  string: 'texts',
  enum: 'texts',
  literal: 'numbers',
  number: 'numbers',
  int: 'numbers',
  boolean: 'true or false',
};

function checkField(
  wanted: unknown,
  { type, schema }: Described,
  place: string,
  isUnknown: (value: unknown) => boolean,
): void {
  const { schema: core, isNullable } = unwrapped(schema);
  const { type: name, entries } = core.def as { type: string; entries?: object };
  if (name === 'object') {
    const isNull = Array.isArray(wanted) && wanted.every((one) => one === null) && isNullable;
    if (!isNull) checkFields(wanted, [{ type, schema: core }], place, isUnknown, 'all');
    return;
  }
  const kind = kinds[name] ?? 'anything';
  if (kind === 'anything' && isObject(wanted)) return;
  if (isUnknown(wanted)) return;
  if (!Array.isArray(wanted)) throw noList(wanted, place);
  if (wanted.length === 0) throw new PatternError(place, 'expected at least one value, found []');
  for (const one of wanted) {
    if (isUnknown(one) || kind === 'anything') continue;
    checkMatcher(one, kind, isNullable, place);
    const values = entries && Object.values(entries);
    if (values && typeof one === 'string' && !values.includes(one)) {
      throw new PatternError(place, `expected one of ${say(values)}, found ${say(one)}`);
    }
  }
}

/** The kind of value that each operator is for; any for the others. */
const kindsOfOperators: Readonly<Record<string, Kind>> = {
  prefix: 'texts',
  suffix: 'texts',
  'equals-ignore-case': 'texts',
  wildcard: 'texts',
  numeric: 'numbers',
};

function checkMatcher(one: unknown, kind: Kind, isNullable: boolean, place: string): void {
  if (one === null) {
    if (isNullable) return;
    throw new PatternError(place, 'is never null');
  }
  const [operator, operand] = isObject(one) ? (Object.entries(one)[0] ?? []) : [];
  // The pattern's compiler names those that it does not know.
  if (operator !== undefined && !(operators as readonly string[]).includes(operator)) return;
  const wanted = operator === undefined ? kindOf(one) : kindsOfOperators[operator];
  const values = operator === 'anything-but' && !isObject(operand) ? [operand].flat() : [];
  const found = wanted === undefined ? values.map(kindOf) : [wanted];
  if (values.length === 0 && operator === 'anything-but' && !isObject(operand)) {
    throw new PatternError(place, `the operator anything-but needs a value, found ${say(operand)}`);
  }
  if (found.some((each) => each !== kind)) {
    throw new PatternError(place, `has ${kind}, so ${say(one)} never matches`);
  }
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'string') return 'texts';
  if (typeof value === 'number') return 'numbers';
  return typeof value === 'boolean' ? 'true or false' : 'anything';
}

/** The paths of each pattern without `$or` that a pattern stands for. @throws PatternError if there are too many */
function combinations(pattern: unknown, path: string): string[][] {
  if (!isObject(pattern)) return [[path]];
  let all: string[][] = [[]];
  for (const [name, wanted] of Object.entries(pattern)) {
    const more =
      name === '$or' && Array.isArray(wanted)
        ? wanted.flatMap((one) => combinations(one, path))
        : combinations(wanted, placeOf(path, name));
    if (all.length * more.length > maxCombinations) {
      throw new PatternError('where', `its $or have more than ${maxCombinations} combinations`);
    }
    all = all.flatMap((some) => more.map((others) => [...some, ...others]));
  }
  return all;
}

/** The pattern with any text instead of what is not known. */
function withoutUnknown(value: unknown, isUnknown: (value: unknown) => boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((one) => (isUnknown(one) ? 'unknown' : withoutUnknown(one, isUnknown)));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isUnknown(one) ? ['unknown'] : withoutUnknown(one, isUnknown),
    ]),
  );
}
