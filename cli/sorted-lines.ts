// Sorts more lines than fit in memory: sorted runs on disk, merged into one file.
import { createReadStream } from 'node:fs';
import { type FileHandle, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linesOf } from '../shared/import/import-lines.ts';

/** How much is kept in memory before a run is written, in UTF-16 units. */
const defaultRunSize = 32_000_000;

/** Written at a time, in UTF-16 units. */
const chunkSize = 65_536;

/** Lines with keys. Keys are compared by code units, so that the order does not depend on a locale. */
export class SortedLines {
  readonly #folder: string;
  readonly #runSize: number;
  readonly #runs: string[] = [];
  #held: string[] = [];
  #size = 0;

  /** Runs are written to `folder`, which the caller removes. */
  constructor(folder: string, runSize = defaultRunSize) {
    this.#folder = folder;
    this.#runSize = runSize;
  }

  /** Adds a line of JSON. The parts of the key must not contain control characters. */
  async add(key: readonly string[], json: string): Promise<void> {
    // With a separator below all other characters, the texts sort like their parts.
    const keyed = `${key.join('\0')}\t${json}`;
    this.#held.push(keyed);
    this.#size += keyed.length;
    if (this.#size >= this.#runSize) await this.#writeRun();
  }

  /** Writes all lines in the order of their keys, and returns their number. */
  async writeTo(path: string): Promise<number> {
    const file = await open(path, 'w');
    try {
      return await this.#merge(file);
    } finally {
      await file.close();
    }
  }

  async #merge(file: FileHandle): Promise<number> {
    let count = 0;
    let chunk = '';
    for await (const keyed of merged([...this.#runs.map(readRun), valuesOf(this.#held.sort())])) {
      count += 1;
      chunk += `${keyed.slice(keyed.indexOf('\t') + 1)}\n`;
      if (chunk.length < chunkSize) continue;
      await file.writeFile(chunk);
      chunk = '';
    }
    await file.writeFile(chunk);
    return count;
  }

  async #writeRun(): Promise<void> {
    const path = join(this.#folder, `run-${this.#runs.length}`);
    await writeFile(
      path,
      this.#held
        .sort()
        .map((line) => `${line}\n`)
        .join(''),
    );
    this.#runs.push(path);
    this.#held = [];
    this.#size = 0;
  }
}

async function* readRun(path: string): AsyncGenerator<string> {
  for await (const line of linesOf(createReadStream(path), Number.POSITIVE_INFINITY)) {
    if ('text' in line) yield line.text;
  }
}

async function* valuesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function* merged(sources: readonly AsyncGenerator<string>[]): AsyncGenerator<string> {
  const heads: { line: string; source: AsyncGenerator<string> }[] = [];
  const advance = async (source: AsyncGenerator<string>) => {
    const next = await source.next();
    if (next.done) return;
    heads.push({ line: next.value, source });
  };
  for (const source of sources) await advance(source);
  while (heads.length > 0) {
    const first = heads.reduce((least, head) => (head.line < least.line ? head : least));
    heads.splice(heads.indexOf(first), 1);
    yield first.line;
    await advance(first.source);
  }
}
