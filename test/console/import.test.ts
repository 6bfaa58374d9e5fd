// Importing files: progress, counts, the report of bad lines, cancelling and going on.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clientOf } from '../support/api.ts';
import { axe, browserOfFile } from '../support/browser.ts';
import { itNightly } from '../support/effort.ts';
import { readSample } from '../support/samples.ts';

const { signedIn } = browserOfFile();
const sample = readSample('sales');
/** A loaded machine takes its time. */
const patient = { timeout: 60_000 };
let call: Awaited<ReturnType<typeof clientOf>>;
let folder: string;
let connections: number;

/** The sample's records and connections under ids of this test, and lines that are wrong. */
beforeAll(async () => {
  call = await clientOf('ines');
  folder = await mkdtemp(join(tmpdir(), 'liaison-import-'));
  const own = (id: string) => `imported-${id}`;
  const records = sample.records.map((each) => ({
    ...each,
    id: own(each.id),
    name: `Imported ${each.name}`,
  }));
  // External ids are unique, and the sample has them already.
  const good = sample.connections.slice(0, 250).map(({ externalId: _, ...each }) => ({
    ...each,
    record1: { ...each.record1, id: own(each.record1.id) },
    record2: { ...each.record2, id: own(each.record2.id) },
  }));
  connections = good.length;
  const [first] = good;
  const changed = { ...first, description: 'Changed since' };
  const overlapping = { ...first, effectiveStart: '1999-12-31', effectiveEnd: undefined };
  const missing = { ...good[0], record2: { type: 'account', id: 'imported-nobody' } };
  const write = (file: string, lines: readonly unknown[]) =>
    writeFile(
      join(folder, file),
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    );
  await write('record-types.jsonl', sample.types);
  await write('connection-roles.jsonl', sample.roles);
  await write('records.jsonl', [
    '',
    '{"type":"account"',
    { type: 'account', id: '=1', name: 'No' },
    ...records,
  ]);
  await write('connections.jsonl', [missing, ...good, changed, overlapping]);
  await write('notes.txt', ['not of the format']);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Picks by a button of the page, as a person would. */
async function choose(page: Page, button: string, files: string | string[]) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ]);
  await chooser.setFiles(files);
}

const start = (page: Page, name = 'Import') =>
  page.locator('main').getByRole('button', { name, exact: true }).click();

itNightly('imports a folder in order, and reports invalid lines', async () => {
  const page = await signedIn({ place: '/administer/import' });
  await choose(page, 'Choose folder', folder);
  await start(page);

  await page.getByText('Imported, except 5 lines').waitFor();
  const files = page.getByRole('list', { name: 'Files, in the order' }).getByRole('listitem');
  const [types, roles, records, made] = await files.allInnerTexts();
  expect(types).toContain(`${sample.types.length} already there`);
  expect(roles).toContain(`${sample.roles.length} already there`);
  expect(records).toContain(`2 invalid · ${sample.records.length} created`);
  expect(made).toContain(
    `1 invalid · 1 there with other values · 1 blocked by another connection · ${connections} created`,
  );
  const bad = page.getByRole('region', { name: 'Lines that were not imported (5)' });
  await bad.getByText('records.jsonl, line 2 · invalid · ValidationFailed').waitFor();
  await bad.getByText('records.jsonl, line 3 · invalid · ValidationFailed').waitFor();
  await bad.getByText('connections.jsonl, line 1 · invalid · ConnectionObjectsMissing').waitFor();
  await bad.getByText('· there with other values · ConnectionExists').waitFor();
  await bad.getByText('· blocked by another connection · ConnectionExists').waitFor();
  await axe(page);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as CSV' }).click();
  const csv = await readFile(await (await saved).path(), 'utf8');
  expect(csv.split('\r\n')).toHaveLength(7);
  expect(csv).toContain('connections.jsonl,1,invalid,ConnectionObjectsMissing,');

  const [line] = sample.connections;
  const { body } = await call(
    'GET',
    `/v1/records/${line?.record1.type}/imported-${line?.record1.id}/connections?limit=100`,
  );
  expect(body.items.length).toBeGreaterThan(0);

  await start(page, 'Import again');
  await expect
    .poll(() => files.last().innerText(), patient)
    .toContain(`1 blocked by another connection · ${connections} already there`);
});

itNightly(
  'waits while the service is down, can be cancelled, and continues when run again',
  async () => {
    const page = await signedIn({ place: '/administer/import' });
    // One after the other: a choice adds to the one before.
    for (const file of ['connections.jsonl', 'record-types.jsonl', 'records.jsonl']) {
      await choose(page, 'Choose files', join(folder, file));
    }
    await page.getByRole('button', { name: 'Remove connections.jsonl' }).click();
    await page.getByText('connections.jsonl · not chosen').waitFor();
    await page.context().setOffline(true);
    await start(page);
    await page.getByRole('progressbar', { name: 'Progress of the import' }).waitFor();
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByText('The import was cancelled').waitFor();

    await start(page, 'Import again');
    await page.getByRole('progressbar', { name: 'Progress of the import' }).waitFor();
    await page.context().setOffline(false);
    await page.getByText('Imported, except 2 lines').waitFor();
    await page.getByText(`2 invalid · ${sample.records.length} already there`).waitFor();
  },
);

it('says which files it can import', async () => {
  const page = await signedIn({ place: '/administer/import' });
  await choose(page, 'Choose files', join(folder, 'notes.txt'));
  await page
    .getByText(/^None of these files can be imported. Their names must be record-types/)
    .waitFor();
});

it('also requires the right to write', async () => {
  const page = await signedIn({
    place: '/administer/import',
    scope: 'liaison/read liaison/admin',
  });
  await page.getByText(/^You need the right “Write”/).waitFor();
});
