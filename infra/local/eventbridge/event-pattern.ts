// Event patterns: the filter language of EventBridge rules and of Lambda's event source mappings.
import { StartError } from '../base/start-error.ts';

/** Whether a JSON event matches. */
export type Matches = (event: unknown) => boolean;
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Compiles a pattern: all fields must match, each with at least one value of its list. Supports exact values,
 * `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`, `numeric`, `exists`, `$or`.
 *
 * @throws StartError naming an unsupported or invalid part.
 */
export function eventPattern(pattern: unknown): Matches {
  if (!isObject(pattern))
    throw new StartError(`An event pattern must be an object, not ${say(pattern)}.`);
  const fields = Object.entries(pattern).map(([name, wanted]) =>
    name === '$or' && Array.isArray(wanted) ? anyOf(wanted.map(eventPattern)) : field(name, wanted),
  );
  return (event) => fields.every((matches) => matches(event));
}

const anyOf =
  (alternatives: readonly Matches[]): Matches =>
  (event) =>
    alternatives.some((matches) => matches(event));

function field(name: string, wanted: unknown): Matches {
  if (!Array.isArray(wanted)) {
    const nested = eventPattern(wanted);
    // An event without the field may still match, because of a nested `exists: false`.
    return (event) => {
      const value = isObject(event) ? event[name] : undefined;
      // In a list, all fields of a nested pattern must match within the same element.
      return Array.isArray(value) ? value.flat(Infinity).some(nested) : nested(value);
    };
  }
  const matches = wanted.map(leaf);
  return (event) => {
    const value = isObject(event) ? event[name] : undefined;
    // Objects have no value to compare; a list has the values of its elements.
    const values = [value].flat(Infinity).filter((each) => each !== undefined && !isObject(each));
    return matches.some((match) => match(values));
  };
}

/** Whether the values of one field (possibly none) match one element of a pattern. */
function leaf(wanted: unknown): (values: readonly unknown[]) => boolean {
  if (isObject(wanted) && Object.hasOwn(wanted, 'exists')) {
    const [, exists] = only(wanted);
    if (typeof exists !== 'boolean') {
      throw new StartError(`The event pattern operator exists cannot have ${say(exists)}.`);
    }
    return (values) => values.length > 0 === exists;
  }
  const matches = valueTest(wanted);
  return (values) => values.some(matches);
}

function valueTest(wanted: unknown): Matches {
  if (wanted === null || ['string', 'number', 'boolean'].includes(typeof wanted)) {
    return (value) => value === wanted;
  }
  if (!isObject(wanted)) throw new StartError(`An event pattern cannot have ${say(wanted)}.`);
  const [operator, operand] = only(wanted);
  if (operator === 'anything-but') return anythingBut(operand);
  if (operator === 'numeric') return numeric(operand);
  return textTest(operator, operand);
}

function textTest(operator: string, operand: unknown): Matches {
  const caseless = isObject(operand) && (operator === 'prefix' || operator === 'suffix');
  const wanted = caseless ? operand['equals-ignore-case'] : operand;
  if (typeof wanted !== 'string') {
    throw new StartError(`The event pattern operator ${operator} cannot have ${say(operand)}.`);
  }
  if (caseless) only(operand);
  const fold = (text: string) => (caseless ? text.toLowerCase() : text);
  const test = {
    prefix: (text: string) => fold(text).startsWith(fold(wanted)),
    suffix: (text: string) => fold(text).endsWith(fold(wanted)),
    'equals-ignore-case': (text: string) => text.toLowerCase() === wanted.toLowerCase(),
    wildcard: wildcard(wanted),
  }[operator];
  if (!test)
    throw new StartError(`The local host does not support the event pattern operator ${operator}.`);
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

function anythingBut(operand: unknown): Matches {
  const [operator, wanted] = isObject(operand) ? only(operand) : [undefined, operand];
  const tests = [wanted].flat().map((each) => {
    if (operator !== undefined) return textTest(operator, each);
    if (typeof each !== 'string' && typeof each !== 'number') {
      throw new StartError(`The event pattern operator anything-but cannot have ${say(operand)}.`);
    }
    return valueTest(each);
  });
  return (value) => !tests.some((test) => test(value));
}

function numeric(operand: unknown): Matches {
  const compare: Readonly<Record<string, (a: number, b: number) => boolean>> = {
    '=': (a, b) => a === b,
    '<': (a, b) => a < b,
    '<=': (a, b) => a <= b,
    '>': (a, b) => a > b,
    '>=': (a, b) => a >= b,
  };
  const parts = Array.isArray(operand) ? operand : [];
  const tests = parts.flatMap((operator, index) => {
    if (index % 2) return [];
    const [test, bound] = [compare[String(operator)], parts[index + 1]];
    return test && typeof bound === 'number'
      ? [(value: number) => test(value, bound)]
      : [undefined];
  });
  if (!tests.length || tests.includes(undefined)) {
    throw new StartError(`The event pattern operator numeric cannot have ${say(operand)}.`);
  }
  return (value) => typeof value === 'number' && tests.every((test) => test?.(value));
}

/** The only field of an operator. */
function only(operator: Json): [string, unknown] {
  const [entry, ...more] = Object.entries(operator);
  if (!entry || more.length) {
    throw new StartError(`An event pattern operator must have one field, not ${say(operator)}.`);
  }
  return entry;
}

function say(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
