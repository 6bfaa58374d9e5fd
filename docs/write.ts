// `npm run docs`: writes what is made from the code into docs/.
import { writeFileSync } from 'node:fs';
import { made } from './made.ts';

for (const [file, text] of made()) writeFileSync(new URL(file, import.meta.url), text);
