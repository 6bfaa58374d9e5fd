// The portal's pages in a browser: accessible in light and dark, on a phone, and on paper.
import type { BrowserContextOptions } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { assertNoSidewaysScroll, browserOfFile, graveIn, narrow } from '../../support/browser.ts';
import { filesOfPortal } from '../../support/docs-in-memory.ts';
import { service } from '../../support/service.ts';

const { newPage } = browserOfFile();
const opened = async (path: string, context?: BrowserContextOptions) => {
  const page = await newPage(context);
  await page.goto((await service()).url + path);
  return page;
};

/** One of each kind, and those with long code or wide tables. */
const paths = [
  '/docs',
  '/docs/start',
  '/docs/api',
  '/docs/command-line',
  '/docs/events',
  '/docs/errors',
  '/docs/operations',
  '/docs/createConnection',
  '/docs/getGraph',
  '/docs/schemas',
  '/docs/search',
  '/docs/search?q=record',
  '/docs/absent',
];

describe.each([
  ['light', {}],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', narrow],
] as const)('in a window that is %s', (_, context) => {
  it.each(paths)('%s has no serious or critical problem', async (path) => {
    const page = await opened(path, context);
    expect(await graveIn(page)).toEqual([]);
    await assertNoSidewaysScroll(page);
  });
});

it('no page is wider than a phone', async () => {
  const page = await opened('/docs', narrow);
  const { origin } = new URL(page.url());
  const names = [...filesOfPortal().keys()].filter((file) => /^[a-z][\w-]*\.html$/i.test(file));
  expect(names.length).toBeGreaterThan(50);
  for (const name of names.filter((file) => file !== 'index.html')) {
    await page.goto(`${origin}/docs/${name.replace('.html', '')}`);
    await assertNoSidewaysScroll(page);
  }
});

it('a printed page has its content and no navigation', async () => {
  const page = await opened('/docs/createConnection');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('navigation', { name: 'All pages' }).isVisible()).toBe(false);
  expect(await page.getByRole('searchbox').isVisible()).toBe(false);
  expect(await page.getByRole('heading', { name: 'Example' }).isVisible()).toBe(true);
});

it('the keyboard reaches the content first, and blocks of code that scroll', async () => {
  const page = await opened('/docs/createConnection');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(page.url()).toMatch(/#portal-content$/);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('region');
});
