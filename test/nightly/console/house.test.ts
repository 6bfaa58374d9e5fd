// The House of Representatives in the console: 2,575 connections, shown quickly, without freezing.
import { expect, it } from 'vitest';
import { sampleOf, seed } from '../../../infra/local/host/seed.ts';
import { browserOfFile } from '../../support/browser.ts';
import { workbench } from '../../support/workbench.ts';

const { emptyService } = workbench();
const { signedIn } = browserOfFile();

/** The product's time budgets, in ms. */
const usableWithin = 1500;
const longestTask = 200;

it('is quickly usable, and scrolls to its end without freezing', { timeout: 900_000 }, async () => {
  const host = await emptyService();
  await seed(host, sampleOf('congress'), new AbortController().signal);
  await host.drained();
  const page = await signedIn({ url: host.url, place: '/records/chamber/house' });
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { tasks });
    new PerformanceObserver((list) => {
      tasks.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: 'longtask', buffered: true });
  });
  const grid = page.getByRole('grid');
  await grid.locator('[data-row]').first().waitFor();

  await page.reload({ waitUntil: 'commit' });
  await grid.locator('[data-row]').first().waitFor();
  const usable = await page.evaluate(() => performance.now());

  await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));
  while ((await grid.getAttribute('aria-rowcount')) === '-1') {
    await grid.evaluate((element) => element.scrollBy(0, element.clientHeight * 3));
  }
  expect(await grid.getAttribute('aria-rowcount')).toBe('2576');
  // Scrolls all the way back, over rows that have never been drawn.
  await grid.evaluate(async (element) => {
    while (element.scrollTop > 0) {
      element.scrollBy(0, -element.clientHeight);
      await new Promise(requestAnimationFrame);
    }
  });
  const tasks = await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks);
  console.log(
    `usable after ${Math.round(usable)} ms; longest task of the scroll ${Math.max(0, ...tasks)} ms`,
  );
  expect(Math.max(0, ...tasks)).toBeLessThanOrEqual(longestTask);
  expect(usable).toBeLessThanOrEqual(usableWithin);
});
