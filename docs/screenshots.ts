// `npm run screenshots`: takes docs/screenshots of each console page, light and dark, with samples/sales.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { startHost } from '../infra/local/host/host.ts';
import { sampleOf, seed } from '../infra/local/host/seed.ts';
import { launchChromium, signIn, visit } from '../test/support/chromium.ts';

const folder = fileURLToPath(new URL('screenshots', import.meta.url));
const opportunity = '/records/opportunity/opp-okoro-2026-cutting';
const contact = '/records/contact/maria-oduya';

interface Shot {
  readonly name: string;
  readonly place: string;
  /** Actions before the screenshot is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const shots: readonly Shot[] = [
  { name: 'find', place: '/' },
  { name: 'connections', place: contact },
  {
    name: 'connect',
    place: opportunity,
    act: async (page) => {
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByRole('menuitem', { name: /^To another/i }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'graph',
    place: `${contact}?tab=graph`,
    act: (page) => page.locator('[data-node]').nth(5).waitFor(),
  },
  { name: 'charts', place: '/records/account/fabrikon?tab=charts' },
  { name: 'timeline', place: '/records/account/fabrikon?tab=timeline' },
  { name: 'history', place: `${opportunity}?tab=history` },
  { name: 'roles', place: '/administer/roles' },
  { name: 'role', place: '/administer/roles/vendor' },
  { name: 'record-types', place: '/administer/record-types' },
  { name: 'import', place: '/administer/import' },
];

const dataDir = await mkdtemp(join(tmpdir(), 'liaison-screenshots-'));
const host = await startHost({ inMemory: true, dataDir });
const browser = await launchChromium();
try {
  await seed(host, sampleOf('sales'), new AbortController().signal);
  await host.drained();
  await mkdir(folder, { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({
      colorScheme,
      locale: 'en-GB',
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 960 },
    });
    await page.goto(host.url);
    await signIn(page, 'user-ines');
    for (const { name, place, act } of shots) {
      await visit(page, place);
      await act?.(page);
      await page.waitForLoadState('networkidle');
      // Parts that load when first shown appear as a skeleton until then.
      await page.locator('main .fui-Skeleton').first().waitFor({ state: 'hidden' });
      await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
      console.log(`${name}-${colorScheme}.png`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await host.stop();
  await rm(dataDir, { recursive: true, force: true });
}
