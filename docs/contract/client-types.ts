// A step of `npm pack`: replaces the types of the contract in the package's client with plain ones, which do not
// need zod. The client's other files take theirs from this file alone.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { plainTypes } from './plain-types.ts';

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const { config } = ts.readConfigFile(path('tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, path('.'));

writeFileSync(
  path('dist/shared/client/contract-types.d.ts'),
  `// The types of the contract, made by npm pack.\n${plainTypes(path('shared/client/contract-types.ts'), options)}`,
);
