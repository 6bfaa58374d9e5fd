// The file that lists the rejected lines of an import; after the import it exists only if there are any.
import { accessSync, appendFileSync, constants, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RejectedLine, reportText } from '../shared/import/import-outcomes.ts';

export class RejectedReport {
  readonly path: string;
  #written = false;

  /** An earlier report at `path` stays until this one is written. Throws the file system's error if it cannot be. */
  constructor(path: string) {
    this.path = path;
    accessSync(dirname(path), constants.W_OK);
  }

  get written(): boolean {
    return this.#written;
  }

  /** Appends at once, so that an interruption loses nothing. */
  append(rejected: readonly RejectedLine[]): void {
    if (rejected.length === 0) return;
    const text = reportText(rejected);
    if (this.#written) appendFileSync(this.path, text);
    else writeFileSync(this.path, text);
    this.#written = true;
  }

  /** Call it when the whole import is done: an earlier report is deleted, because this import has none. */
  close(): void {
    if (!this.#written) rmSync(this.path, { force: true });
  }
}
