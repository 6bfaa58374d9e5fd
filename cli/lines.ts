// Reads a JSON Lines file line by line, however large, and checks each line by its schema.
import { createReadStream } from 'node:fs';
import { type Problem, parse, Refusal } from '../shared/contracts/error-codes.ts';
import { readJson } from '../shared/contracts/exact-json.ts';
import { maxBodyBytes } from '../shared/contracts/route-definition.ts';

/** A line of a file; `text` is undefined when it is too long to keep or not UTF-8. */
export interface Line {
  /** The first is 1. */
  readonly number: number;
  /** Bytes of the file up to the end of the line. */
  readonly end: number;
  readonly text: string | undefined;
}

/** Why a line is not taken, in the words of the contract's errors. */
export type Fault = Pick<Problem, 'code' | 'detail' | 'errors'>;

interface Place {
  readonly line: number;
  /** Bytes of the file up to the end of the line. */
  readonly end: number;
}

/** A line that may be sent; its size is in bytes of JSON. */
export interface Good<Value> extends Place {
  readonly value: Value;
  readonly bytes: number;
}

interface Bad extends Place {
  readonly fault: Fault;
}

export type Entry<Value> = Good<Value> | Bad;

/** The lines that may be sent. */
export function goodOf<Value>(entries: readonly Entry<Value>[]): Good<Value>[] {
  return entries.filter((entry) => 'value' in entry);
}

/** A line with the value read from it, or with another instead. */
export function withValue<Value>({ line, end }: Place, value: Value): Good<Value> {
  return { line, end, value, bytes: Buffer.byteLength(JSON.stringify(value)) };
}

export type Schema = Parameters<typeof parse>[0];

/** What a schema makes of a line. */
export type Read<S extends Schema> = ReturnType<typeof parse<S>>;

/** Cuts chunks of bytes into lines; a line over `longest` bytes is passed over, not kept. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  longest: number,
): AsyncGenerator<Line> {
  let number = 0;
  let end = 0;
  let size = 0;
  let parts: Buffer[] = [];
  const take = (part: Buffer) => {
    size += part.length;
    if (size <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (newline: number): Line => {
    number += 1;
    end += size + newline;
    const text = size <= longest ? decoded(Buffer.concat(parts)) : undefined;
    size = 0;
    parts = [];
    return { number, end, text };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', from)) {
      take(chunk.subarray(from, at));
      yield finish(1);
      from = at + 1;
    }
    take(chunk.subarray(from));
  }
  if (size > 0) yield finish(0);
}

/** Checks lines by a schema; blank ones are left out. */
export async function* entriesOf<S extends Schema>(
  lines: AsyncIterable<Line>,
  schema: S,
): AsyncGenerator<Entry<Read<S>>> {
  for await (const { number, end, text } of lines) {
    if (text?.trim() === '') continue;
    try {
      yield withValue({ line: number, end }, parse(schema, objectOf(text)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message: detail, extras } = error;
      const errors = extras.errors === undefined ? {} : { errors: [...extras.errors] };
      yield { line: number, end, fault: { code, detail, ...errors } };
    }
  }
}

/** The entries of a file. */
export function readEntries<S extends Schema>(path: string, schema: S) {
  return entriesOf(linesOf(createReadStream(path), maxBodyBytes), schema);
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function objectOf(text: string | undefined): object {
  if (text === undefined) {
    throw new Refusal('ValidationFailed', `not UTF-8, or longer than ${maxBodyBytes} bytes`);
  }
  let value: unknown;
  try {
    value = readJson(text);
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    const { message } = cause as SyntaxError;
    throw new Refusal('ValidationFailed', `not JSON: ${message}`, {}, { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Refusal('ValidationFailed', 'not a JSON object');
  }
  return value;
}
