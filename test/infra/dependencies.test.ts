// The deployed packages: they match the documentation, and their licences require only a notice.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withPart } from '../../docs/made.ts';
import { permissive, shippedPackages, shippedPackagesTable } from '../../docs/shipped-packages.ts';

const shipped = await shippedPackages();

it('match docs/dependencies.md (to update it: npm run docs)', () => {
  const page = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
  expect(page).toBe(withPart('dependencies.md', shippedPackagesTable(shipped)));
});

it('are permissively licensed', () => {
  expect(shipped.length).toBeGreaterThan(20);
  expect(shipped.filter(({ license }) => !permissive.includes(license))).toEqual([]);
});

it('of the functions are only those that the SDK, zod and middy need', () => {
  const ofFunctions = shipped.filter(({ usedBy }) => usedBy.some((user) => user !== 'console'));
  const strangers = ofFunctions
    .map(({ name }) => name)
    .filter((name) => !/^@(aws|aws-sdk|smithy|middy)\/|^(zod|zod-openapi|uuid)$/.test(name));
  // Of the SDK: its cache of endpoints.
  expect(strangers).toEqual(['mnemonist', 'obliterator']);
});
