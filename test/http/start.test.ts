// The commands and programs of docs/start.md, in order, on the running service.
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { drained, tokenFor } from '../support/api.ts';
import { service } from '../support/service.ts';
import { root } from '../support/workbench.ts';

const page = readFileSync(join(root, 'docs/start.md'), 'utf8');
const codeIn = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(
    ([, code = '']) => code,
  );

/** Runs a program with the address of the service and a token in its environment. */
async function run(program: string, parts: readonly string[], env: object = {}) {
  const { url } = await service();
  const own = { LIAISON_URL: url, LIAISON_TOKEN: await tokenFor('ines') };
  const { stdout } = await promisify(execFile)(program, parts, {
    env: { ...process.env, ...own, ...env },
  });
  return stdout;
}

it('the commands create a connection and find it', async () => {
  // The first commands set the two variables for the service of npm start.
  const [settings = '', ...commands] = codeIn('sh');
  expect(settings).toContain('export LIAISON_TOKEN=');
  expect(commands).toHaveLength(5);
  const answers: unknown[] = [];
  for (const command of commands) {
    const failing = command.replaceAll('curl -s', 'curl -s --fail-with-body');
    const said = await run('sh', ['-ec', failing]);
    answers.push(
      ...said
        .replaceAll('}{', '}\n{')
        .split('\n')
        .map((line) => JSON.parse(line)),
    );
  }
  expect(answers.at(-2)).toMatchObject({
    record2RoleId: 'start-client',
    record2: { name: 'Fabrikon' },
  });
  expect(answers.at(-1)).toMatchObject({ items: [{ record2: { name: 'Maria Oduya' } }] });
});

it('the TypeScript creates a second one', async () => {
  const [program = ''] = codeIn('ts');
  const client = `'${join(root, 'shared/client/create-client.ts')}'`;
  const said = await run(process.execPath, [
    ...['--input-type=module-typescript', '--no-warnings', '--eval'],
    program.replace("'liaison/client'", client),
  ]);
  expect(said).toContain('Maria Oduya is Vendor, Tools\n');
});

const hasPython = spawnSync('python3', ['-c', 'import requests']).status === 0;

it.skipIf(!hasPython)('the Python creates a third one, once', async () => {
  const [program = ''] = codeIn('python');
  await drained();
  expect(await run('python3', ['-c', program])).toContain('Maria Oduya is Vendor Spare parts\n');
  await expect(run('python3', ['-c', program])).rejects.toThrow('ConnectionExists: ');
});
