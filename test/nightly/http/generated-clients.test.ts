// Clients that two generators make of the running service's description: they compile strictly, and the programs
// in samples/generated-clients work with them.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@hey-api/openapi-ts';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { service } from '../../support/service.ts';
import { root } from '../../support/workbench.ts';

const run = promisify(execFile);
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  const host = await service();
  env = { ...process.env, URL: host.url, TOKEN: await host.token({ sub: 'ines' }) };
  folder = await mkdtemp(join(tmpdir(), 'liaison-clients-'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await cp(join(root, 'samples/generated-clients'), folder, { recursive: true });

  const description = new URL('/openapi.json', host.url);
  await writeFile(join(folder, 'schema.d.ts'), astToString(await openapiTS(description)));
  await createClient({
    input: description.href,
    output: join(folder, 'hey-api'),
    logs: { level: 'silent', file: false },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Compiles a program with its client. @returns what the compiler reports */
async function compiled(program: string, options: object): Promise<string> {
  const config = join(folder, `${program}.json`);
  const compilerOptions = {
    ...{ target: 'ES2024', lib: ['ES2024', 'DOM', 'DOM.Iterable'], module: 'NodeNext' },
    ...{ strict: true, noUncheckedIndexedAccess: true, skipLibCheck: false, types: ['node'] },
    ...{ rewriteRelativeImportExtensions: true, outDir: 'out', rootDir: '.', ...options },
  };
  await writeFile(config, JSON.stringify({ compilerOptions, files: [`${program}.ts`] }));
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', config]).catch((error) => error);
  return stdout;
}

// The code that @hey-api/openapi-ts adds for HTTP does not compile with exactOptionalPropertyTypes.
it.each([
  ['openapi-fetch', { exactOptionalPropertyTypes: true }],
  ['hey-api', {}],
])('%s', async (program, options) => {
  expect(await compiled(program, options)).toBe('');

  const { stdout } = await run(process.execPath, [join(folder, `out/${program}.js`)], { env });

  expect(stdout.trim().split('\n')).toEqual([
    'created bo "1"',
    'read Friends [ 2020 ]',
    'listed ada',
    'refused true active',
    'identical Friends',
    'created Colleagues',
    'invalid CannotConnectToSelf',
  ]);
});
