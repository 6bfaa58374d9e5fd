// Writes the portal's files into a folder, when the service is built: `node docs/portal/write.ts FOLDER`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portalFiles } from './build.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder: node docs/portal/write.ts FOLDER');
mkdirSync(folder, { recursive: true });
for (const [file, text] of portalFiles()) writeFileSync(join(folder, file), text);
