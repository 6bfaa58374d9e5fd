// How much script a browser loads before a page can be used.
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { browserOfFile } from '../support/browser.ts';

const { signedIn } = browserOfFile();

/** Of all script together, in bytes, gzipped. */
const atMost = 300_000;

it.each([
  '/',
  '/records/account',
  '/records/account/fabrikon',
])('a first load of %s is small enough', async (place) => {
  const page = await signedIn({ place });
  await page.waitForLoadState('networkidle');
  const scripts: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.body());
  });
  await page.reload();
  await page.locator('main h1').waitFor();
  await page.waitForLoadState('networkidle');

  const bytes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
  const total = bytes.reduce((sum, each) => sum + each, 0);
  console.log(`${place}: ${Math.round(total / 1000)} KB of script, gzipped`);
  expect(bytes.length).toBeGreaterThan(0);
  expect(total).toBeLessThanOrEqual(atMost);
});
