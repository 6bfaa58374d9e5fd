// Fields that an answer shows and a body cannot set. They may be sent back as they are, so that
// everything that GET returns can be sent again; a changed one is reported with what to do instead.
import * as z from 'zod';
import { faultPath } from '../text/fault-path.ts';
import { foundValue } from '../text/found-value.ts';
import { isJsonObject } from '../text/json-object.ts';
import { isSameJson } from '../text/same-json.ts';
import type { Fault } from './error-codes.ts';

/** What a body describes. */
export interface Resource {
  /**
   * The paths of the fields that answers show. Not their schema, which the functions do not load:
   * test/contracts/sent-input.test.ts checks that both agree.
   */
  readonly shown: readonly string[];
  /**
   * The paths of fields that answers show on request, and that belong to another resource. They may be sent back, and
   * are not compared.
   */
  readonly alsoShown?: readonly string[];
  /** The words for a field that was changed, by its path: that it cannot be, and what to do instead. */
  readonly fixed?: Readonly<Record<string, string>>;
}

/** A field that was sent although the body cannot set it. */
export interface Returned {
  readonly keys: readonly string[];
  readonly value: unknown;
  /** The words for it, if it was changed. */
  readonly fixed: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Separates the fields that the body can set, or that do not exist, from the other ones of the resource. */
export function splitReturned(
  body: z.ZodType,
  resource: Resource | undefined,
  input: unknown,
): { own: unknown; returned: Returned[] } {
  const returned: Returned[] = [];
  if (!resource || !(body instanceof z.ZodObject) || !isJsonObject(input)) {
    return { own: input, returned };
  }
  const { shown, fixed } = resource;
  const given = withoutFields(input, resource.alsoShown ?? []);
  const ownOf = (part: z.ZodObject, fields: Fields, above: string[]): Fields => {
    const own: [string, unknown][] = [];
    for (const [name, value] of Object.entries(fields)) {
      const settable = Object.hasOwn(part.shape, name) ? part.shape[name] : undefined;
      const keys = [...above, name];
      const path = keys.join('.');
      const hasParts = shown.some((one) => one.startsWith(`${path}.`));
      if (!settable && (hasParts || shown.includes(path))) {
        returned.push({ keys, value, fixed: fixed?.[path] });
      } else if (settable instanceof z.ZodObject && hasParts && isJsonObject(value)) {
        own.push([name, ownOf(settable, value, keys)]);
      } else own.push([name, value]);
    }
    return Object.fromEntries(own);
  };
  const own = ownOf(body, given, []);
  return { own: returned.length > 0 ? own : given, returned };
}

/** The same fields without those at these paths, each of two names. */
function withoutFields(fields: Fields, paths: readonly string[]): Fields {
  const left: Record<string, unknown> = { ...fields };
  for (const [outer = '', inner = ''] of paths.map((path) => path.split('.'))) {
    const part = left[outer];
    if (!isJsonObject(part) || !Object.hasOwn(part, inner)) continue;
    const { [inner]: _, ...others } = part;
    left[outer] = others;
  }
  return left;
}

/**
 * The faults of fields that were sent back with other values than they have.
 * @param shown the resource as GET shows it before the request; undefined if it does not exist
 */
export function changedReturned(returned: readonly Returned[], shown: object | undefined): Fault[] {
  return returned.flatMap(({ keys, value, fixed }) => {
    const path = faultPath(keys);
    if (!shown) return [{ path, message: 'is set by the service; leave it out' }];
    const stored = keys.reduce<unknown>((part, key) => (part as Fields | undefined)?.[key], shown);
    if (isSent(value, stored)) return [];
    const words = fixed ?? `cannot be changed: it is ${foundValue(stored)}`;
    return [{ path, message: `${words}; found ${foundValue(value)}` }];
  });
}

/** Whether a value equals a stored one; of an object, some fields may have been left out. */
function isSent(value: unknown, stored: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(stored)) return isSameJson(value, stored);
  return Object.entries(value).every(([name, one]) => isSent(one, stored[name]));
}
