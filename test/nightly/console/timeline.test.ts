// The timeline of a record and its day: bars for what the service answers, a day that all views share.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;
const fabrikon = '/records/account/fabrikon';
const place = `${fabrikon}?tab=timeline`;
// Tall enough for all lines: those out of sight are not drawn.
const context = { viewport: { width: 1280, height: 2400 } };

/** Generous: the service answers in its own time. */
const until = (read: () => unknown) => expect.poll(read, { timeout: 60_000 });

beforeAll(async () => {
  call = await clientOf('ines');
});

const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline of Fabrikon Works' });
const bars = (page: Page) => timeline(page).locator('li li');
const day = (page: Page) =>
  new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('activeOn');
const inEffect = async (date: string) =>
  (await call('GET', `/v1${fabrikon}/connections?activeOn=${date}&limit=100`)).body.items.length;

describe('the timeline', () => {
  it('has a bar for each connection, by role or by record', async () => {
    const page = await signedIn({ place: fabrikon, context });
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const { body } = await call('GET', `/v1${fabrikon}/connections?limit=100`);

    await until(() => bars(page).count()).toBe(body.items.length);
    await timeline(page)
      .getByRole('listitem', { name: 'Maria Oduya, Employee, since 1 Apr 2016' })
      .waitFor();
    await page.getByLabel('Group by').selectOption('Record');
    const records = new Set(
      body.items.map(({ record2 }: { record2: { id: string } }) => record2.id),
    );
    await page.getByText(`37 connections in ${records.size} rows`).waitFor();
    await page.getByLabel('Fabrikon’s role', { exact: true }).selectOption({ label: 'Employer' });
    await until(() => bars(page).count()).toBe(11);
  });

  it('keeps its centre when zoomed', async () => {
    const page = await signedIn({ place });
    await bars(page).first().waitFor();
    const widths = () => timeline(page).evaluate((each) => [each.scrollWidth, each.clientWidth]);
    const [, own] = await widths();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await until(async () => (await widths())[0]).toBeGreaterThan((own ?? 0) * 1.5);
    await until(() => timeline(page).evaluate((each) => each.scrollLeft)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Show all' }).click();
    await until(async () => (await widths())[0]).toBeLessThanOrEqual((own ?? 0) + 1);
  });

  it('shares its day, set with the keyboard, with the graph and the address', async () => {
    const page = await signedIn({ place: `${place}&activeOn=2020-03-01`, context });
    await page.getByText(`${await inEffect('2020-03-01')} connections in effect`).waitFor();
    const slider = page.getByRole('slider', { name: 'Day shown' });
    await slider.press('ArrowRight');
    await slider.press('ArrowRight');
    await until(() => day(page)).toBe('2020-03-03');
    expect(await slider.getAttribute('aria-valuetext')).toBe('3 Mar 2020');

    await page.getByRole('tab', { name: 'Graph' }).click();
    await page.getByText(`${await inEffect('2020-03-03')} connections in effect`).waitFor();
    const { body } = await call('GET', `/v1${fabrikon}/graph?activeOn=2020-03-03`);
    await until(() => page.locator('[data-node]').count()).toBe(body.nodes.length);
    await page.getByRole('button', { name: 'All days' }).click();
    await until(() => day(page)).toBeNull();
  });

  it('has a table with the same data', async () => {
    const page = await signedIn({ place: `${place}&view=table&activeOn=2020-03-01`, context });
    const table = page.getByRole('table', { name: 'Timeline of Fabrikon Works' });
    await table.getByRole('columnheader', { name: 'Validity on 1 Mar 2020' }).waitFor();
    await table.getByRole('cell', { name: '1 Apr 2016' }).waitFor();
    await until(() => table.getAttribute('aria-rowcount')).toBe('38');
    expect(await table.getByRole('cell', { name: 'Current', exact: true }).count()).toBe(
      await inEffect('2020-03-01'),
    );
  });

  it('says what to do when nothing matches', async () => {
    const page = await signedIn({ place: `${place}&roleId=doctor` });
    await page.getByText('No connections match these filters').waitFor();
  });
});

const places = [place, `${place}&activeOn=2020-03-01`, `${place}&view=table`];

it('axe finds nothing serious', async () => {
  const page = await signedIn();
  for (const each of places) {
    await visit(page, each);
    await axe(page);
  }
});

it('at 360 px only intended parts scroll sideways', async () => {
  const page = await signedIn({ context: narrow });
  for (const each of [...places, `${fabrikon}?tab=charts`]) {
    await visit(page, each);
    await assertNoSidewaysScroll(page);
  }
});
