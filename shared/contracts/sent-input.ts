// What a caller sent, read by a schema: the parts that are valid, and every fault of the others.
import * as z from 'zod';
import type { JsonFault } from '../text/exact-json.ts';
import { faultPath } from '../text/fault-path.ts';
import { isJsonObject } from '../text/json-object.ts';
import { type Fault, Refusal } from './error-codes.ts';
import { faultWords } from './fault-words.ts';
import { type Resource, type Returned, splitReturned } from './returned-fields.ts';

/** An input with what is wrong with it. Rules add their faults, so that one answer lists all of them. */
export class Sent<T> {
  /** All of it if there are no faults, otherwise the fields that have none. */
  readonly value: Partial<T>;
  readonly faults: readonly Fault[];
  /** Fields that the caller cannot set, sent back as an answer showed them. */
  readonly returned: readonly Returned[];
  readonly #subject: string | undefined;

  /** @param subject what it is, for messages about the whole: the item. Default: the body */
  constructor(
    value: Partial<T>,
    faults: readonly Fault[],
    returned: readonly Returned[] = [],
    subject?: string,
  ) {
    this.value = value;
    this.faults = faults;
    this.returned = returned;
    this.#subject = subject;
  }

  /** A plain value is an input without faults. */
  static of<T extends object>(input: T | Sent<T>): Sent<T> {
    return input instanceof Sent ? input : new Sent<T>(input, []);
  }

  get isWhole(): boolean {
    return this.faults.length === 0;
  }

  /** The refusal of all its faults and of more that rules have found; undefined if there are none. */
  refusal(more: readonly Fault[] = []): Refusal | undefined {
    const all = [...this.faults, ...more];
    return all.length > 0 ? Refusal.of(all, this.#subject) : undefined;
  }

  /** The same input with other fields, and with more faults. */
  map<Other>(
    change: (value: Partial<T>) => Partial<Other>,
    more: readonly Fault[] = [],
  ): Sent<Other> {
    const faults = [...this.faults, ...more];
    return new Sent(change(this.value), faults, this.returned, this.#subject);
  }

  /** The same input with more faults. */
  with(more: readonly Fault[]): Sent<T> {
    return this.map((value) => value, more);
  }

  /** The whole value. @throws Refusal of all faults, if there are any, and of more */
  whole(more: readonly Fault[] = []): T {
    const refusal = this.refusal(more);
    if (refusal) throw refusal;
    return this.value as T;
  }
}

/** How an input is read. */
export interface ReadOptions {
  /** The word for a part of the input in messages. Default: field */
  readonly what?: string;
  /** The resource that the input describes: its other fields may be sent back unchanged. */
  readonly resource?: Resource | undefined;
  /** Faults of the JSON text of the input; their keys begin at the input. */
  readonly jsonFaults?: readonly JsonFault[];
  /** What it is, for messages about the whole. Default: the body */
  readonly subject?: string;
}

/** Reads an input by a schema; throws nothing. */
export function readInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  { what = 'field', resource, jsonFaults = [], subject }: ReadOptions = {},
): Sent<z.output<Schema>> {
  const { own, returned } = splitReturned(schema, resource, input);
  // Without a message of our own, the message is '' and not the library's.
  const result = schema.safeParse(own, { error: () => '' });
  if (result.success && jsonFaults.length === 0)
    return new Sent(result.data, [], returned, subject);
  const faults: Fault[] = jsonFaults.map(({ keys, message }) => ({
    path: faultPath(keys),
    message,
  }));
  const faulty = new Set(jsonFaults.map(({ keys }) => keys[0]));
  for (const issue of result.error ? issuesOf(result.error.issues) : []) {
    const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [key]) : [[]];
    for (const name of names) {
      const keys = [...issue.path, ...name];
      faulty.add(keys[0] as string | number | undefined);
      faults.push({ path: faultPath(keys), message: faultWords(issue, valueAt(own, keys), what) });
    }
  }
  return new Sent(validPart(schema, own, faulty), faults, returned, subject);
}

/**
 * Parses an input, or refuses it with every fault.
 * @throws Refusal ValidationFailed
 */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  return readInput(schema, input).whole();
}

/** The issues; instead of a union, those of the form that fits best. */
function issuesOf(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const [best] = [...issue.errors].sort((one, other) => one.length - other.length);
    if (!best) return [issue];
    return issuesOf(best).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
  });
}

function valueAt(input: unknown, keys: readonly PropertyKey[]): unknown {
  return keys.reduce<unknown>((value, key) => {
    const isIn = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
    return isIn ? (value as Record<PropertyKey, unknown>)[key] : undefined;
  }, input);
}

/** The fields of an object that have no fault. */
function validPart<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  faulty: ReadonlySet<string | number | undefined>,
): Partial<z.output<Schema>> {
  const part: Record<string, unknown> = {};
  if (!(schema instanceof z.ZodObject) || !isJsonObject(input)) return {};
  for (const [name, field] of Object.entries<z.ZodType>(schema.shape)) {
    if (faulty.has(name)) continue;
    const result = field.safeParse(valueAt(input, [name]));
    if (result.success && result.data !== undefined) part[name] = result.data;
  }
  return part as Partial<z.output<Schema>>;
}
