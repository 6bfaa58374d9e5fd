// The package as `npm pack` makes it; once for all test files of a project.
import { execFile } from 'node:child_process';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, vi } from 'vitest';
import { root } from './workbench.ts';

const run = promisify(execFile);

/** How long the package may take to be built, in ms, while other tests use both cores. */
const longestMs = 280_000;

/**
 * The path of the tarball. It is removed with the other files of the tests. Two builds at the same time would
 * delete each other's files, so the first caller builds it, and those in other workers wait.
 */
export async function tarball(): Promise<string> {
  const folder = join(inject('workDir'), 'package');
  const result = join(folder, 'result');
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) {
    const packing = run('npm', ['pack', '--pack-destination', folder], { cwd: root });
    const fault = await packing.then(() => '', String);
    await writeFile(result, fault);
    expect(fault).toBe('');
  } else {
    await vi.waitFor(() => access(result), { timeout: longestMs, interval: 250 });
  }
  const [name = 'npm pack has failed'] = (await readdir(folder)).filter((each) =>
    each.endsWith('.tgz'),
  );
  return join(folder, name);
}
