// The pages of /docs: made from docs/ when the service is built, or already made in Liaison's package.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const writer = join(root, 'docs/portal/write.ts');
/** `npm pack` writes it, because the package has neither docs/ nor the Markdown library. */
const prepared = join(root, 'portal');

/** The command that puts the pages next to the code of a bundle, where functions/handlers/service.ts reads them. */
export function docsFilesCommand(bundle: string): string {
  const folder = join(bundle, 'docs');
  const words = existsSync(writer)
    ? [writer, folder]
    : ['-e', 'fs.cpSync(process.argv[1], process.argv[2], { recursive: true })', prepared, folder];
  return [process.execPath, ...words].map((word) => `"${word}"`).join(' ');
}
