// The House of Representatives as a graph and a timeline: drawn without freezing the page.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { browserOfFile } from '../../support/browser.ts';
import { longestTask } from '../../support/longest-task.ts';
import { root, workbench } from '../../support/workbench.ts';

const { emptyService, liaison } = workbench();
const { signedIn } = browserOfFile();

/** The longest time for which the page may be unresponsive, in ms. */
const longest = 200;
const house = '/records/chamber/house';

const until = (read: () => unknown) => expect.poll(read, { timeout: 120_000 });
const nodes = (page: Page) => page.locator('[data-node]').count();
/** The positions of the records when the layout has finished. */
async function settle(page: Page): Promise<void> {
  const places = () =>
    page
      .locator('[data-node]')
      .evaluateAll((all) => all.map((node) => node.getAttribute('transform')).join());
  let before = '';
  await until(async () => {
    const now = await places();
    const rests = now === before;
    before = now;
    return rests;
  }).toBe(true);
}

async function zoomAndPoint(page: Page): Promise<void> {
  await page.getByRole('group', { name: /^Graph around/ }).hover();
  for (let at = 0; at < 10; at += 1) await page.mouse.wheel(0, -100);
  for (let at = 0; at < 30; at += 1) await page.mouse.move(400 + 10 * at, 450 + 4 * at);
}

it('draws, zooms and scrolls with no task longer than 200 ms', { timeout: 900_000 }, async () => {
  const host = await emptyService();
  await liaison(host, 'import', join(root, 'samples/congress'));
  await host.drained();
  const page = await signedIn({
    url: host.url,
    place: house,
    context: { reducedMotion: 'no-preference' },
  });

  const graph = await longestTask(page, async () => {
    await page.goto(`${host.url}/#${house}?tab=graph&maxNodes=1000`);
    await until(() => nodes(page)).toBe(482);
    await settle(page);
    await zoomAndPoint(page);
  });
  expect(graph).toBeLessThan(longest);

  const deeper = await longestTask(page, async () => {
    await page.getByRole('combobox', { name: 'Steps' }).selectOption('2 steps');
    await until(() => nodes(page)).toBeGreaterThan(700);
    await settle(page);
    await zoomAndPoint(page);
  });
  expect(deeper).toBeLessThan(longest);

  const timeline = await longestTask(page, async () => {
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText(/^2,575 connections in/).waitFor({ timeout: 120_000 });
    await page.getByRole('region', { name: /^Timeline of/ }).hover();
    for (let at = 0; at < 40; at += 1) await page.mouse.wheel(0, 800);
    await page.getByRole('button', { name: 'Zoom in' }).click();
  });
  expect(timeline).toBeLessThan(longest);
});
