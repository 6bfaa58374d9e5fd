// `npm run docs`: writes the parts of the documentation that are made from code.
import { readFileSync, writeFileSync } from 'node:fs';
import { madeParts, withMadePart } from './made.ts';

for (const [name, make] of Object.entries(madeParts)) {
  const page = new URL(name, import.meta.url);
  writeFileSync(page, withMadePart(readFileSync(page, 'utf8'), make()));
}
