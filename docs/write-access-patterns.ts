// `npm run docs`: writes the access patterns into docs/table.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { withAccessPatterns } from './access-patterns.ts';

const page = new URL('table.md', import.meta.url);
writeFileSync(page, withAccessPatterns(readFileSync(page, 'utf8')));
