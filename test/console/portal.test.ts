// The portal in a browser without JavaScript: from its first page by search and links to an answer.
import { expect, it } from 'vitest';
import { assertNoSidewaysScroll, browserOfFile, narrow } from '../support/browser.ts';
import { service } from '../support/service.ts';

const { newPage } = browserOfFile();

it('is read, searched and followed without JavaScript, on a phone', async () => {
  const page = await newPage({ ...narrow, javaScriptEnabled: false });
  await page.goto(`${(await service()).url}/docs`);
  await page.getByRole('searchbox').fill('limit of a role');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('link', { name: 'ConnectionLimitReached' }).click();
  expect(page.url()).toMatch(/\/docs\/errors#ConnectionLimitReached$/);
  await page.getByRole('link', { name: 'All pages' }).click();
  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByRole('link', { name: 'Connect two records' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Connect two records');
  await assertNoSidewaysScroll(page);
});

it('keeps its style when it is visited again', async () => {
  const page = await newPage();
  const address = `${(await service()).url}/docs/start`;
  const marginOfBody = () => page.evaluate(() => getComputedStyle(document.body).margin);
  for (const visit of ['first', 'second', 'third']) {
    await page.goto(address);
    expect([visit, await marginOfBody()]).toEqual([visit, '0px']);
  }
});
