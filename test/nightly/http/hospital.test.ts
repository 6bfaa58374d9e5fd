// The hospital integration: the TypeScript program of the samples, and the Python program of docs/hospital.md.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { Host } from '../../../infra/local/host/host.ts';
import { root, workbench } from '../../support/workbench.ts';

const { bench, emptyService } = workbench();

const page = readFileSync(join(root, 'docs/hospital.md'), 'utf8');
const program = [...page.matchAll(/^```python\n([\s\S]*?)^```$/gm)]
  .map(([, code]) => code)
  .join('\n');

/** The project itself needs no Python. */
const hasRequests = spawnSync('python3', ['-c', 'import requests']).status === 0;

async function run(host: Host, command: string, file: string) {
  const env = { ...process.env, LIAISON_URL: host.url, LIAISON_TOKEN: await host.token() };
  const child = spawn(command, [file], { env });
  const [said, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(complaints).toBe('');
  return said;
}

/** What both programs print: doctor-0 has 7 patients, a ward and a colleague; two of the patients are at risk. */
const answers = /^9 9 \d+ 40 \d+ \d+ 40$/m;

it.skipIf(!hasRequests)(
  'the Python program gets the answers (where requests is installed)',
  async () => {
    const host = await emptyService();
    const file = join(bench.dir, 'hospital.py');
    await writeFile(file, program);
    const said = await run(host, 'python3', file);
    expect(said).toMatch(answers);
    expect(said).toContain('PreconditionFailed');
    // Each connection once, and the edit.
    expect(said).toContain(`${300 + 1} changes of connections`);
  },
);
