// Reads JSON Lines of any size, line by line; only the current line is in memory.
import { readExactJson } from '../text/exact-json.ts';
import { faultPath } from '../text/fault-path.ts';

/** The service accepts no larger body, so no longer line. Bytes. */
export const maxLineBytes = 1_048_576;

/** A line of a file; `text` is undefined when the line is too long or not UTF-8. */
export interface Line {
  /** The first is 1. */
  readonly number: number;
  /** Bytes of the file up to the end of the line. */
  readonly end: number;
  readonly text: string | undefined;
}

/** Why a line is invalid, in the form of the service's errors. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

interface Place {
  readonly line: number;
  /** Bytes of the file up to the end of the line. */
  readonly end: number;
}

export type LineValue = Readonly<Record<string, unknown>>;

/** A line that can be sent; `bytes` is the size of its value as JSON. */
export interface ValidLine extends Place {
  readonly value: LineValue;
  readonly bytes: number;
}

interface InvalidLine extends Place {
  readonly fault: Fault;
}

export type Entry = ValidLine | InvalidLine;

export const isValid = (entry: Entry): entry is ValidLine => 'value' in entry;

/** The line with this value. @throws RangeError when the value is nested too deeply */
export function withValue({ line, end }: Place, value: LineValue): ValidLine {
  return { line, end, value, bytes: new TextEncoder().encode(JSON.stringify(value)).length };
}

/** Checks the object of a line: returns what to send instead, or why the line is invalid. */
export type CheckLine = (value: LineValue) => { value: LineValue } | { fault: Fault };

/** Splits chunks of bytes into lines; the text of a line over `longest` bytes is not kept. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  longest: number = maxLineBytes,
): AsyncGenerator<Line> {
  let number = 0;
  let end = 0;
  let size = 0;
  let parts: Uint8Array[] = [];
  const take = (part: Uint8Array) => {
    size += part.length;
    if (size <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (newline: number): Line => {
    number += 1;
    end += size + newline;
    const text = size <= longest ? decoded(parts) : undefined;
    size = 0;
    parts = [];
    return { number, end, text };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at));
      yield finish(1);
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  if (size > 0) yield finish(0);
}

/** Reads each line that is not blank as an object, and checks it if there is a check. */
export async function* entriesOf(
  lines: AsyncIterable<Line>,
  check: CheckLine = (value) => ({ value }),
): AsyncGenerator<Entry> {
  for await (const { number, end, text } of lines) {
    if (text?.trim() === '') continue;
    yield entryOf({ line: number, end }, text, check);
  }
}

function entryOf(place: Place, text: string | undefined, check: CheckLine): Entry {
  if (text === undefined) {
    return invalid(place, `not UTF-8, or longer than ${maxLineBytes} bytes`);
  }
  try {
    const { value, faults } = readExactJson(text);
    const errors = faults.map(({ keys, message }) => ({ path: faultPath(keys), message }));
    const [first] = errors;
    if (first) return invalid(place, `${first.path}: ${first.message}`, errors);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return invalid(place, 'not a JSON object');
    }
    const checked = check(value as LineValue);
    return 'fault' in checked ? { ...place, ...checked } : withValue(place, checked.value);
  } catch (error) {
    if (error instanceof SyntaxError) return invalid(place, `not JSON: ${error.message}`);
    if (error instanceof RangeError) return invalid(place, 'nested too deeply');
    throw error;
  }
}

function invalid(place: Place, detail: string, errors?: Fault['errors']): InvalidLine {
  return { ...place, fault: { code: 'ValidationFailed', detail, ...(errors && { errors }) } };
}

function decoded(parts: readonly Uint8Array[]): string | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const texts = parts.map((part) => decoder.decode(part, { stream: true }));
    return `${texts.join('')}${decoder.decode()}`;
  } catch {
    return undefined;
  }
}
