// The whole Congress, exported from one service and imported into another.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exportedFiles, root, workbench } from '../../support/workbench.ts';

const { bench, emptyService, liaison } = workbench();

it('export, import into another service, export: the same files', {
  timeout: 600_000,
}, async () => {
  const [first, second] = await Promise.all([emptyService(), emptyService()]);
  const [one, two] = [join(bench.dir, 'one'), join(bench.dir, 'two')];
  await liaison(first, 'import', join(root, 'samples/congress'));
  expect((await liaison(first, 'export', one)).status).toBe(0);
  expect((await liaison(second, 'import', one)).out).toContain('12,573 created, 0 updated');
  expect((await liaison(second, 'export', two)).status).toBe(0);
  expect(await exportedFiles(two)).toEqual(await exportedFiles(one));
});
