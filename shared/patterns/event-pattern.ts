// Event patterns: the filter language of EventBridge rules and of Lambda's event source mappings.
import { PatternError, say } from './pattern-error.ts';

/** Whether a JSON event matches. */
export type Matches = (event: unknown) => boolean;
type Json = Readonly<Record<string, unknown>>;

/** The operators of a pattern that are supported. */
export const operators = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'exists',
] as const;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The place of a field in a pattern: `where.connection.title`. */
export const placeOf = (before: string, name: string) =>
  before === '' ? name : `${before}.${name}`;

/**
 * Compiles a pattern: all fields must match, each with at least one value of its list. Supports exact values,
 * `$or` and the operators above, as EventBridge documents them.
 *
 * @param place of the pattern, for errors
 * @throws PatternError naming the place of an unsupported or invalid part
 */
export function eventPattern(pattern: unknown, place = ''): Matches {
  if (!isObject(pattern)) throw new PatternError(place, `must be an object, not ${say(pattern)}`);
  const fields = Object.entries(pattern).map(([name, wanted]) => {
    const inside = placeOf(place, name);
    return name === '$or' && Array.isArray(wanted)
      ? anyOf(wanted.map((one, index) => eventPattern(one, `${inside}[${index}]`)))
      : field(name, wanted, inside);
  });
  return (event) => fields.every((matches) => matches(event));
}

/** The error about a field whose values are not in a list. */
export const noList = (wanted: unknown, place: string) =>
  new PatternError(
    place,
    `expected a list of values, such as ${say([wanted ?? 'vendor'])}, found ${say(wanted)}`,
  );

/** EventBridge compares numbers up to this one, positive and negative. */
const largestNumber = 5e9;

const anyOf =
  (alternatives: readonly Matches[]): Matches =>
  (event) =>
    alternatives.some((matches) => matches(event));

function field(name: string, wanted: unknown, place: string): Matches {
  if (!Array.isArray(wanted)) {
    if (!isObject(wanted)) throw noList(wanted, place);
    const nested = eventPattern(wanted, place);
    // An event without the field may still match, because of a nested `exists: false`.
    return (event) => {
      const value = isObject(event) ? event[name] : undefined;
      // In a list, all fields of a nested pattern must match within the same element.
      return Array.isArray(value) ? value.flat(Infinity).some(nested) : nested(value);
    };
  }
  const matches = wanted.map((one) => leaf(one, place));
  return (event) => {
    const value = isObject(event) ? event[name] : undefined;
    // Objects have no value to compare; a list has the values of its elements.
    const values = [value].flat(Infinity).filter((each) => each !== undefined && !isObject(each));
    return matches.some((match) => match(values));
  };
}

/** Whether the values of one field (possibly none) match one element of a pattern. */
function leaf(wanted: unknown, place: string): (values: readonly unknown[]) => boolean {
  if (isObject(wanted) && Object.hasOwn(wanted, 'exists')) {
    const [, exists] = only(wanted, place);
    if (typeof exists !== 'boolean') throw refused('exists', exists, place);
    return (values) => values.length > 0 === exists;
  }
  const matches = valueTest(wanted, place);
  return (values) => values.some(matches);
}

function valueTest(wanted: unknown, place: string): Matches {
  if (wanted === null || ['string', 'number', 'boolean'].includes(typeof wanted)) {
    return (value) => value === wanted;
  }
  if (!isObject(wanted)) throw new PatternError(place, `a pattern cannot have ${say(wanted)}`);
  const [operator, operand] = only(wanted, place);
  if (operator === 'anything-but') return anythingBut(operand, place);
  if (operator === 'numeric') return numeric(operand, place);
  return textTest(operator, operand, place);
}

function textTest(operator: string, operand: unknown, place: string): Matches {
  if (!(operators as readonly string[]).includes(operator)) {
    const known = operators.join(', ');
    throw new PatternError(
      place,
      `${say(operator)} is not an operator; the operators are ${known}`,
    );
  }
  const caseless = isObject(operand) && (operator === 'prefix' || operator === 'suffix');
  const wanted = caseless ? operand['equals-ignore-case'] : operand;
  if (typeof wanted !== 'string') throw refused(operator, operand, place);
  if (caseless) only(operand, place);
  if (operator === 'wildcard' && /\*\*|(?<!\\)(?:\\\\)*\\(?![\\*])/.test(wanted)) {
    throw refused(operator, operand, place);
  }
  const fold = (text: string) => (caseless ? text.toLowerCase() : text);
  const test = {
    prefix: (text: string) => fold(text).startsWith(fold(wanted)),
    suffix: (text: string) => fold(text).endsWith(fold(wanted)),
    'equals-ignore-case': (text: string) => text.toLowerCase() === wanted.toLowerCase(),
    wildcard: wildcard(wanted),
  }[operator];
  // The others are no tests of a text: anything-but within anything-but.
  if (!test) throw refused(operator, operand, place);
  return (value) => typeof value === 'string' && test(value);
}

/** `*` stands for any text; `\*` and `\\` stand for `*` and `\`. */
function wildcard(wanted: string): (text: string) => boolean {
  const source = wanted.replace(/\\([\\*])|([\s\S])/gu, (_, escaped?: string, plain?: string) =>
    plain === '*' ? '[^]*' : (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  const expression = new RegExp(`^${source}$`, 'u');
  return (text) => expression.test(text);
}

function anythingBut(operand: unknown, place: string): Matches {
  const [operator, wanted] = isObject(operand) ? only(operand, place) : [undefined, operand];
  const tests = [wanted].flat().map((each) => {
    if (operator !== undefined) return textTest(operator, each, place);
    if (typeof each !== 'string' && typeof each !== 'number') {
      throw refused('anything-but', operand, place);
    }
    return valueTest(each, place);
  });
  return (value) => !tests.some((test) => test(value));
}

function numeric(operand: unknown, place: string): Matches {
  const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
    '=': (a, b) => a === b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  };
  const parts = Array.isArray(operand) ? operand : [];
  const isRange = parts.length === 4 && /^>=?$/.test(parts[0]) && /^<=?$/.test(parts[2]);
  if (parts.length !== 2 && !isRange) throw refused('numeric', operand, place);
  const tests = [0, 2].slice(0, parts.length / 2).map((at) => {
    const [test, bound] = [compare[String(parts[at])], parts[at + 1]];
    if (!test || typeof bound !== 'number' || Math.abs(bound) > largestNumber) {
      throw refused('numeric', operand, place);
    }
    return (value: number) => test(value, bound);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** The only field of an operator. */
function only(operator: Json, place: string): [string, unknown] {
  const [entry, ...more] = Object.entries(operator);
  if (!entry || more.length) {
    throw new PatternError(place, `an operator must have one field, not ${say(operator)}`);
  }
  return entry;
}

const refused = (operator: string, operand: unknown, place: string) =>
  new PatternError(place, `the operator ${operator} cannot have ${say(operand)}`);
