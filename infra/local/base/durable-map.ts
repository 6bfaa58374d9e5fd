// A map that outlives the process: each change appends a line to a file, so that kill -9 loses nothing.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Values must be JSON. Entries are in the order in which they were first set. */
export class DurableMap<Value> {
  readonly #file: string | undefined;
  readonly #entries = new Map<string, Value>();
  #handle: number | undefined;
  /** Lines in the file. */
  #lines = 0;

  /** @param file if undefined, the map is only in memory. */
  constructor(file?: string) {
    this.#file = file;
    if (file === undefined || !existsSync(file)) return;
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const line of lines) {
      const [key, value] = parsed(line);
      if (key === undefined) continue;
      if (value === undefined) this.#entries.delete(key);
      else this.#entries.set(key, value as Value);
    }
    this.#lines = lines.length - 1;
    // The last line ends with a line feed, unless it was written only in part.
    if (this.#lines > this.#entries.size || lines.at(-1) !== '') this.#rewrite(file);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** A copy of the entries. */
  entries(): [string, Value][] {
    return [...this.#entries];
  }

  /** Without a copy, so that a reader of the first entries does not pay for all; they may change in the meantime. */
  [Symbol.iterator](): Iterator<[string, Value]> {
    return this.#entries.entries();
  }

  /** The change is stored when this returns; only a failure of the machine can lose it. */
  set(key: string, value: Value): void {
    this.#entries.set(key, value);
    this.#append(JSON.stringify([key, value]));
  }

  delete(key: string): boolean {
    const had = this.#entries.delete(key);
    if (had) this.#append(JSON.stringify([key]));
    return had;
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  #append(line: string): void {
    if (this.#file === undefined) return;
    // Lines of deleted and replaced entries must not fill the disk.
    if (this.#lines > 1000 + 4 * this.#entries.size) this.#rewrite(this.#file);
    else {
      mkdirSync(dirname(this.#file), { recursive: true });
      this.#handle ??= openSync(this.#file, 'a', 0o600);
      writeSync(this.#handle, `${line}\n`);
      this.#lines += 1;
    }
  }

  #rewrite(file: string): void {
    this.close();
    const lines = this.entries().map((entry) => `${JSON.stringify(entry)}\n`);
    writeFileSync(`${file}.new`, lines.join(''), { mode: 0o600 });
    renameSync(`${file}.new`, file);
    this.#lines = lines.length;
  }
}

/** Ignores a line that a killed process wrote only in part. */
function parsed(line: string): [key?: string, value?: unknown] {
  try {
    return JSON.parse(line);
  } catch {
    return [];
  }
}
