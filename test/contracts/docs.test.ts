import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { madeParts, withMadePart } from '../../docs/made.ts';

it.each(
  Object.entries(madeParts),
)('docs/%s is what the code says (else: npm run docs)', (name, make) => {
  const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  expect(withMadePart(page, make())).toBe(page);
});
