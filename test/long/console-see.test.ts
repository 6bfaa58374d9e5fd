// The house of representatives as a graph and a timeline: drawn without freezing the page.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { browserOfFile } from '../support/browser.ts';
import { visit } from '../support/chromium.ts';
import { root, workbench } from '../support/workbench.ts';

const { emptyService, liaison } = workbench();
const { signedIn } = browserOfFile();

/** The longest that the page may be deaf to its user, in ms. */
const longest = 200;

declare global {
  /** Durations of the page's long tasks, in ms. */
  var longTasks: number[];
}

it('draws, zooms and scrolls with no task longer than 200 ms', { timeout: 900_000 }, async () => {
  const host = await emptyService();
  await liaison(host, 'import', join(root, 'samples/congress'));
  await host.drained();
  const page = await signedIn({ url: host.url, context: { reducedMotion: 'no-preference' } });
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longTasks.push(duration);
    }).observe({ type: 'longtask' });
  });
  const tasks = () => page.evaluate(() => Math.max(0, ...globalThis.longTasks));

  await visit(page, '/records/chamber/house?tab=graph&maxNodes=1000');
  await expect.poll(() => page.locator('[data-node]').count(), { timeout: 60_000 }).toBe(482);
  const svg = page.getByRole('group', { name: /^Graph around/ });
  await svg.hover();
  for (let at = 0; at < 10; at += 1) await page.mouse.wheel(0, -100);
  for (let at = 0; at < 30; at += 1) await page.mouse.move(400 + 10 * at, 450 + 4 * at);
  expect(await tasks()).toBeLessThan(longest);

  await page.getByRole('combobox', { name: 'Steps' }).selectOption('2 steps');
  await expect
    .poll(() => page.locator('[data-node]').count(), { timeout: 60_000 })
    .toBeGreaterThan(800);
  await svg.hover();
  for (let at = 0; at < 10; at += 1) await page.mouse.wheel(0, -100);
  expect(await tasks()).toBeLessThan(longest);

  await visit(page, '/records/chamber/house?tab=timeline');
  await page.getByText(/^2,575 connections in/).waitFor({ timeout: 120_000 });
  await page.getByRole('region', { name: /^Timeline of/ }).hover();
  for (let at = 0; at < 40; at += 1) await page.mouse.wheel(0, 800);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  expect(await tasks()).toBeLessThan(longest);
});
