// Where the synthesized files go; told in a sentence when nothing can be written there.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** A folder that cannot be written to; the message says which and what would help. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const causes: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file',
  ENOTDIR: 'a part of its path is a file',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'its disk is read-only',
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
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new OutputError(
      `Nothing can be written to the folder ${folder}: ${causes[code] ?? message}. ` +
        'Name another one with --output.',
    );
  }
}
