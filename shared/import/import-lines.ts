// Reads JSON Lines of any size, line by line; only the current line is in memory.
import { type JsonFault, readExactJson } from '../text/exact-json.ts';
import { faultPath } from '../text/fault-path.ts';
import { type Fault, withFound } from './line-faults.ts';
import { textOfLine, tooLong } from './line-text.ts';

/** The service accepts no larger body, so no longer line. Bytes. */
export const maxLineBytes = 1_048_576;

/** Where a line is in its file. */
export interface Place {
  /** The number of the line; the first is 1. */
  readonly line: number;
  /** Bytes of the file before the line. */
  readonly start: number;
  /** Bytes of the file up to the end of the line, with its newline. */
  readonly end: number;
}

interface TextLine extends Place {
  readonly text: string;
}

interface InvalidLine extends Place {
  readonly fault: Fault;
}

/** A line of a file; one that is too long or not UTF-8 has a fault instead of a text. */
export type Line = TextLine | InvalidLine;

export type LineValue = Readonly<Record<string, unknown>>;

/** A line that can be sent: what is sent for it, and the size of that as JSON in bytes. */
export interface ValidLine extends TextLine {
  readonly value: LineValue;
  readonly bytes: number;
}

export type Entry = ValidLine | InvalidLine;

export const isValid = (entry: Entry): entry is ValidLine => 'value' in entry;

/** The line with this value instead of its own. @throws RangeError when it is nested too deeply */
export function withValue({ line, start, end, text }: TextLine, value: LineValue): ValidLine {
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return { line, start, end, text, value, bytes };
}

/**
 * Checks the object of a line, whose JSON text has these faults: returns what to send instead, or why the
 * line is invalid.
 */
export type CheckLine = (
  value: LineValue,
  jsonFaults: readonly JsonFault[],
) => { value: LineValue } | { fault: Fault };

/** The service checks the rest. */
const checkJson: CheckLine = (value, jsonFaults) => {
  const errors = jsonFaults.map(({ keys, message }) => ({ path: faultPath(keys), message }));
  const [first] = errors;
  if (!first) return { value };
  const detail = `${first.path}: ${first.message}`;
  return { fault: { code: 'ValidationFailed', detail, errors } };
};

/** Splits chunks of bytes into lines; of a line over `longest` bytes only the beginning is kept. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  longest: number = maxLineBytes,
): AsyncGenerator<Line> {
  let line = 0;
  let start = 0;
  let size = 0;
  let parts: Uint8Array[] = [];
  const take = (part: Uint8Array) => {
    if (size <= longest) parts.push(part.subarray(0, longest - size));
    size += part.length;
  };
  const finish = (newline: number): Line => {
    line += 1;
    const end = start + size + newline;
    const bytes = joined(parts);
    const read = size > longest ? { fault: tooLong(bytes, size, longest) } : textOfLine(bytes);
    const finished = { line, start, end, ...read };
    start = end;
    size = 0;
    parts = [];
    return finished;
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

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (first && parts.length === 1) return first;
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reads each line that is not blank as an object, and checks it if there is a check. */
export async function* entriesOf(
  lines: AsyncIterable<Line>,
  check: CheckLine = checkJson,
): AsyncGenerator<Entry> {
  for await (const line of lines) {
    if (!('text' in line)) yield line;
    // JSON has no other white space.
    else if (!/^[ \t\r]*$/.test(line.text)) yield entryOf(line, check);
  }
}

function entryOf(line: TextLine, check: CheckLine): Entry {
  const { text, ...place } = line;
  const invalid = (fault: Fault) => ({ ...place, fault: withFound(fault, text) });
  const code = 'ValidationFailed';
  try {
    const { value, faults } = readExactJson(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return invalid({ code, detail: 'not a JSON object' });
    }
    const checked = check(value as LineValue, faults);
    return 'fault' in checked ? invalid(checked.fault) : withValue(line, checked.value);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return invalid({ code, detail: `not JSON: ${error.message}` });
    }
    if (error instanceof RangeError) return invalid({ code, detail: 'nested too deeply' });
    throw error;
  }
}
