// Reads a JSON Lines file line by line, however large; only the line at hand is in memory.

/** The service takes no larger body, in bytes; so no longer line. */
const longest = 1_048_576;

/** Why a line is not taken, in the words of the service's errors. */
export interface Fault {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

interface Place {
  /** The first is 1. */
  readonly line: number;
  /** Bytes of the file up to the end of the line. */
  readonly end: number;
}

/** A line that may be sent; its size is in bytes. */
export interface Good extends Place {
  readonly value: Readonly<Record<string, unknown>>;
  readonly bytes: number;
}

interface Bad extends Place {
  readonly fault: Fault;
}

export type Entry = Good | Bad;

export const isGood = (entry: Entry): entry is Good => 'value' in entry;

/** The lines of a file that are not blank. */
export async function* entriesOf(file: Blob): AsyncGenerator<Entry> {
  for await (const { bytes, size, ...place } of linesOf(file)) {
    if (size === 0) continue;
    const read = bytes ? objectOf(bytes) : tooLong;
    if (read === undefined) continue;
    if ('code' in read) yield { ...place, fault: read };
    else yield { ...place, value: read.value, bytes: size };
  }
}

interface Line extends Place {
  readonly size: number;
  /** None of a line that is too long to keep. */
  readonly bytes: Uint8Array | undefined;
}

async function* linesOf(file: Blob): AsyncGenerator<Line> {
  let line = 0;
  let end = 0;
  let size = 0;
  let parts: Uint8Array[] = [];
  const take = (part: Uint8Array) => {
    size += part.length;
    if (size <= longest) parts.push(part);
    else parts = [];
  };
  const finish = (newline: number): Line => {
    line += 1;
    end += size + newline;
    const finished = { line, end, size, bytes: size <= longest ? joined(parts, size) : undefined };
    size = 0;
    parts = [];
    return finished;
  };
  const reader = file.stream().getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      let from = 0;
      for (let at = read.value.indexOf(10); at !== -1; at = read.value.indexOf(10, from)) {
        take(read.value.subarray(from, at));
        yield finish(1);
        from = at + 1;
      }
      take(read.value.subarray(from));
    }
    if (size > 0) yield finish(0);
  } finally {
    await reader.cancel();
  }
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const invalid = (detail: string): Fault => ({ code: 'ValidationFailed', detail });
const tooLong = invalid(`longer than ${longest} bytes`);

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The object of a line; nothing of a blank one. */
function objectOf(bytes: Uint8Array): Fault | { value: Record<string, unknown> } | undefined {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return invalid('not UTF-8');
  }
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return invalid('not a JSON object');
    }
    return { value: value as Record<string, unknown> };
  } catch (error) {
    return invalid(`not JSON: ${(error as Error).message}`);
  }
}
