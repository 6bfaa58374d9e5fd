// `npm run docs`: writes the generated files and parts of pages in docs/.
import { writeFileSync } from 'node:fs';
import { made, withPart } from './made.ts';
import { shippedPackages, shippedPackagesTable } from './shipped-packages.ts';

for (const [file, text] of made()) writeFileSync(new URL(file, import.meta.url), text);

const packages = withPart('dependencies.md', shippedPackagesTable(await shippedPackages()));
writeFileSync(new URL('dependencies.md', import.meta.url), packages);
