// The package as `npm pack` makes it; once for all test files that run one after another in the same worker.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { root } from './workbench.ts';

const run = promisify(execFile);
let packed: Promise<string> | undefined;

/** The path of the tarball. It is removed with the other files of the tests. */
export function tarball(): Promise<string> {
  packed ??= pack();
  return packed;
}

async function pack(): Promise<string> {
  const folder = await mkdtemp(join(inject('workDir'), 'package-'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: root });
  const [name = ''] = (await readdir(folder)).filter((each) => each.endsWith('.tgz'));
  return join(folder, name);
}
