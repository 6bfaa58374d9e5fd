// Copies of the rejected lines, in files of the same names: they can be corrected and imported again.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  rmdirSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { dataFiles, type Kind } from '../shared/import/data-files.ts';
import type { RejectedLine } from '../shared/import/import-outcomes.ts';
import { CommandError } from './command-error.ts';

/** Copied at a time: a line may have any length. Bytes. */
const chunkSize = 1_048_576;

const newline = Buffer.from('\n');

export class RejectedFiles {
  readonly folder: string;
  readonly #source: string;
  readonly #isNew: boolean;
  readonly #open = new Map<Kind, { readonly from: number; readonly to: number }>();

  /**
   * @param source the folder that is imported
   * @throws CommandError when `folder` has such files already, which may have been corrected, or cannot be created
   */
  constructor(folder: string, source: string) {
    this.folder = folder;
    this.#source = source;
    const kept = Object.values(dataFiles).find((file) => existsSync(join(folder, file)));
    if (kept !== undefined) {
      const path = resolve(folder, kept);
      throw new CommandError(`--rejected would overwrite ${path}; name another folder.`);
    }
    try {
      this.#isNew = mkdirSync(folder, { recursive: true }) !== undefined;
    } catch (cause) {
      throw new CommandError(`The folder ${folder} cannot be created; choose another one.`, {
        cause,
      });
    }
  }

  get written(): boolean {
    return this.#open.size > 0;
  }

  /** Appends the bytes of these lines as they are in the imported files. */
  append(rejected: readonly RejectedLine[]): void {
    for (const { kind, start, end } of rejected) {
      const { from, to } = this.#filesOf(kind);
      const chunk = Buffer.alloc(Math.min(chunkSize, end - start));
      let last = newline[0];
      for (let at = start; at < end; ) {
        const size = readSync(from, chunk, 0, Math.min(chunk.length, end - at), at);
        // The file has become shorter during the import.
        if (size === 0) break;
        writeSync(to, chunk, 0, size);
        last = chunk[size - 1];
        at += size;
      }
      if (last !== newline[0]) writeSync(to, newline);
    }
  }

  /** Closes the files; without any, a folder that was created for them is removed. */
  close(): void {
    if (this.#isNew && !this.written) rmdirSync(this.folder);
    for (const { from, to } of this.#open.values()) {
      closeSync(from);
      closeSync(to);
    }
  }

  #filesOf(kind: Kind) {
    const open = this.#open.get(kind) ?? {
      from: openSync(join(this.#source, dataFiles[kind]), 'r'),
      to: openSync(join(this.folder, dataFiles[kind]), 'wx'),
    };
    this.#open.set(kind, open);
    return open;
  }
}
