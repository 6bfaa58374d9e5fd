// `liaison/client` from the packed package, in a folder that has no other package: its types, in Node, and in a
// browser.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { tarball } from '../../support/packed.ts';
import { service } from '../../support/service.ts';
import { root } from '../../support/workbench.ts';

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-client-'));
  const unpacked = join(folder, 'node_modules/liaison');
  await mkdir(unpacked, { recursive: true });
  await run('tar', ['-xzf', await tarball(), '--strip-components=1', '-C', unpacked]);
  await cp(join(root, 'samples/hospital/hospital.ts'), join(folder, 'hospital.ts'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
}, 600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

it('has types that need neither zod nor any other package', async () => {
  const compilerOptions = {
    ...{ target: 'ES2024', module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: false },
    ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules/@types')] },
  };
  const wrong = [
    `import { createClient, LiaisonProblem } from 'liaison/client';`,
    `const api = createClient({ url: '' });`,
    `// @ts-expect-error: the id is missing`,
    `await api.getRecord({ params: { type: 'contact' } });`,
    `const { results } = await api.batchConnections({ body: { items: [] } });`,
    `// @ts-expect-error: only an invalid or duplicate item has a problem`,
    `results[0]?.problem;`,
    `const problem = new LiaisonProblem('Busy', 503, '');`,
    `if (problem.is('ConnectionExists')) problem.problem.existingId.length;`,
  ];
  await writeFile(join(folder, 'wrong.ts'), wrong.join('\n'));
  const config = JSON.stringify({ compilerOptions, files: ['hospital.ts', 'wrong.ts'] });
  await writeFile(join(folder, 'tsconfig.json'), config);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error);
  expect(stdout).toBe('');
});

it('runs the hospital, which asks every question in fewer than 80 lines', async () => {
  const lines = (await readFile(join(folder, 'hospital.ts'), 'utf8')).trimEnd().split('\n');
  expect(lines.length).toBeLessThan(80);
  const { url, token, drained } = await service();
  const env = { ...process.env, LIAISON_URL: url, LIAISON_TOKEN: await token({ sub: 'ward' }) };
  const visit = () => run(process.execPath, [join(folder, 'hospital.ts')], { env });

  await visit();
  await drained();
  const { stdout } = await visit();

  expect(stdout.trim().split('\n')).toEqual([
    'edited true',
    'outdated "PreconditionFailed"',
    '1 connections 14',
    '2 roles of a record 14',
    '3 of a type 280',
    '4 as a doctor 10',
    '5 open cases over 20,000 2',
    '6 matches "patient"',
    '7 patients 200',
    '8 on a day 4',
    '9 by type [{"key":"patient","name":"Patient","count":10},{"key":"case","name":"Case","count":4}]',
    '10 graph 15',
    '11 history "description"',
    '12 by words of a name 1',
    '12 by external id 1',
    '12 by owner 280',
    '12 of many 1',
    // The service is shared, so the feed has changes of other tests, too.
    expect.stringMatching(/^12 changes \d{3,}$/),
  ]);
});

/** The program of the page, as the browser reads it. */
const pageProgram = `
import { createClient, everyItem } from '/own/dist/shared/client/index.js';
globalThis.connect = async (token) => {
  const api = createClient({ url: '', token });
  const params = { type: 'browser_page' };
  await api.putRecordType({ params, body: { displayName: 'Page', connectionsEnabled: true } });
  const items = ['a', 'b'].map((id) => ({ ...params, id, name: id }));
  await api.batchRecords({ body: { items } });
  const [record1, record2] = items.map(({ type, id }) => ({ type, id }));
  await api.createConnection({ body: { record1, record2 } });
  const again = api.createConnection({ body: { record1, record2 } });
  const refused = await again.catch(({ code }) => code);
  const names = [];
  const request = { params: record2 };
  for await (const one of everyItem(api.listConnectionsOfRecord, request)) names.push(one.name);
  return { names, refused };
};`;

it('runs in a browser', async () => {
  const { url, token } = await service();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    // A page of the service's own origin, with the files of the package; the API is the real one.
    await page.route(`${url}/own/**`, async (route) => {
      const path = new URL(route.request().url()).pathname.slice('/own/'.length);
      if (path === '') {
        const body = '<script type="module" src="page.js"></script>';
        return route.fulfill({ contentType: 'text/html', body });
      }
      const file = join(folder, 'node_modules/liaison', path);
      const body = path === 'page.js' ? pageProgram : await readFile(file, 'utf8');
      return route.fulfill({ contentType: 'text/javascript', body });
    });
    await page.goto(`${url}/own/`);
    await page.waitForFunction('globalThis.connect');
    const seen = await page.evaluate(`connect('${await token({ sub: 'ines' })}')`);
    expect(seen).toEqual({ names: ['a'], refused: 'ConnectionExists' });
  } finally {
    await browser.close();
  }
});
