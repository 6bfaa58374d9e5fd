// Where the synthesized files go; told in a sentence when nothing can be written there.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file or folder that cannot be written; the message says which and what would help. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const causes: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
};

/**
 * Makes the folder where it is missing.
 *
 * @throws OutputError
 */
export function outputFolder(path: string): string {
  const folder = resolve(path);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch (error) {
    throw readable(error, folder);
  }
}

/** What went wrong with a file, as an OutputError; any other error as it is. */
export function readable(error: unknown, path?: string): unknown {
  const { code, path: its } = error as NodeJS.ErrnoException;
  const cause = code === undefined ? undefined : causes[code];
  const where = path ?? its;
  if (cause === undefined || where === undefined) return error;
  return new OutputError(`Cannot write ${where}: ${cause}. Name another folder with --output.`);
}
