// A map that outlives the process: each change is a line added to a file, kill -9 loses none.
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

/** Values must be JSON. The order is that of the first `set`. */
export class KeptMap<Value> {
  readonly #file: string | undefined;
  readonly #entries = new Map<string, Value>();
  #handle: number | undefined;
  /** Lines in the file. */
  #lines = 0;

  /** @param file without one the map is in memory only. */
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
    // The last line ends with a line feed unless it was cut off.
    if (this.#lines > this.#entries.size || lines.at(-1) !== '') this.#rewrite(file);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): [string, Value][] {
    return [...this.#entries];
  }

  /** Kept when it returns, unless the machine itself fails. */
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
    // What is no longer in the map must not fill the disk.
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

/** A line that a killed process wrote in part is as if it had not been written. */
function parsed(line: string): [key?: string, value?: unknown] {
  try {
    return JSON.parse(line);
  } catch {
    return [];
  }
}
