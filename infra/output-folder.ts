// The folder for the synthesized files, with a readable error if it is not writable.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file or folder cannot be written; the message says which one, why, and what to do. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const causes: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'you have no permission to write there',
  EPERM: 'you have no permission to write there',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
};

/**
 * Creates the folder if it does not exist.
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
    throw asOutputError(error, folder);
  }
}

/** Turns an error of the file system into an OutputError; returns any other error unchanged. */
export function asOutputError(error: unknown, folder?: string): unknown {
  const { code, path } = error as NodeJS.ErrnoException;
  const cause = code === undefined ? undefined : causes[code];
  const where = folder ?? path;
  if (cause === undefined || where === undefined) return error;
  return new OutputError(`Cannot write ${where}: ${cause}. Choose another folder with --output.`);
}
