// Files of this package that run in a process or thread of their own.
import { extname } from 'node:path';

/**
 * The address of such a file, which ends in .ts in the project and in .js in the package.
 *
 * @param path relative to the file that asks, ending in .ts.
 * @param from that file's `import.meta.url`.
 */
export function ownFile(path: string, from: string): URL {
  return new URL(path.replace(/\.ts$/, extname(from)), from);
}
