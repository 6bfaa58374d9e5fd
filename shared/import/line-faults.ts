// Why a line is rejected, in the form of the service's errors, with the values that the line has.

import type { RecordReference } from '../contracts/identifiers.ts';

/** What is wrong with one field. */
interface FieldFault {
  readonly path: string;
  readonly message: string;
  /** The value in the line as JSON, shortened; absent if there is none. */
  readonly found?: string | undefined;
}

export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly FieldFault[] | undefined;
  /** The id of the connection that prevents it, or that has other values. */
  readonly existingId?: string | undefined;
  /** The ids of the connections that use up a limit. */
  readonly existingIds?: readonly string[] | undefined;
  /** The record that a record of the line was merged into. */
  readonly into?: RecordReference | undefined;
  /** What is in the line, shortened, if no single field is at fault. */
  readonly found?: string | undefined;
}

/** The most characters of a value that are shown. */
const longest = 100;

/** The beginning of a text, at most 100 characters. */
export function shortened(text: string): string {
  // A character has at most two UTF-16 units.
  const characters = [...text.slice(0, 2 * longest + 2)];
  return characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
}

/** The fault with the values that its errors are about, as they are written in the line. */
export function withFound(fault: Fault, text: string): Fault {
  if (!fault.errors) return { ...fault, found: shortened(text.trim()) };
  const value = asWritten(text);
  return {
    ...fault,
    errors: fault.errors.map((error) => {
      const found = valueAt(value, error.path);
      return found === undefined ? error : { ...error, found: shortened(JSON.stringify(found)) };
    }),
  };
}

/** Not every browser has it. It makes a value that JSON.stringify writes as this text. */
const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };

/** The value of a JSON text, with its numbers as they are written; undefined if it cannot be read. */
function asWritten(text: string): unknown {
  const keep = (_: string, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && rawJSON ? rawJSON(context?.source ?? String(value)) : value;
  try {
    return JSON.parse(text, keep);
  } catch {
    return undefined;
  }
}

/** The value at a path such as `record1.id`, `recordTypes[0]` or `attributes["a b"]`. */
function valueAt(value: unknown, path: string): unknown {
  let inner = value;
  for (const [, name, index] of path.matchAll(/([^.[\]]+)|\[(\d+|"(?:[^"\\]|\\.)*")\]/g)) {
    const key = name ?? (index?.startsWith('"') ? JSON.parse(index) : index);
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    inner = inner[key as keyof typeof inner];
  }
  return inner;
}
