// `npm run check:contract`: compares the description with that of the last release, and fails if the difference
// would break clients. `-- --release` stores the description, as a step of a release.
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import type { Description } from './description.ts';
import { breakingChanges, unannounced } from './description-changes.ts';

const file = new URL('../releases/openapi.json', import.meta.url);
// As it is sent: without what JSON leaves out.
const now: Description = JSON.parse(JSON.stringify(openApiDocument()));

if (process.argv.includes('--release')) {
  writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
  console.log('docs/releases/openapi.json is the description of this release.');
} else {
  const released: Description = JSON.parse(readFileSync(file, 'utf8'));
  const today = new Date().toISOString().slice(0, 10);
  const faults = unannounced(breakingChanges(released, now), released, today);
  for (const { message } of faults) console.log(message);
  if (faults.length > 0) {
    console.log(
      `${faults.length} changes of the API break clients of the last release (docs/releases/openapi.json). Keep what they ` +
        'use, or declare the route `deprecated` in a release and make the change after its sunset: docs/releasing.md',
    );
    process.exitCode = 1;
  }
}
