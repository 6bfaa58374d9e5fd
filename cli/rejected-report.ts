// The file that lists the rejected lines of an import; it exists only if there are any.
import { accessSync, appendFileSync, constants, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { type RejectedLine, reportText } from '../shared/import/import-outcomes.ts';

export class RejectedReport {
  readonly path: string;
  #written = false;

  /** Deletes an earlier report at `path`. Throws the file system's error if none can be written. */
  constructor(path: string) {
    this.path = path;
    accessSync(dirname(path), constants.W_OK);
    rmSync(path, { force: true });
  }

  get written(): boolean {
    return this.#written;
  }

  /** Appends at once, so that an interruption loses nothing. */
  append(rejected: readonly RejectedLine[]): void {
    if (rejected.length === 0) return;
    appendFileSync(this.path, reportText(rejected));
    this.#written = true;
  }
}
