import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withAccessPatterns } from '../../docs/access-patterns.ts';

it('the access patterns in docs/table.md are those of the schema (else: npm run docs)', () => {
  const page = readFileSync(new URL('../../docs/table.md', import.meta.url), 'utf8');
  expect(withAccessPatterns(page)).toBe(page);
});
