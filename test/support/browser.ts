// A real Chromium for the console's tests: signs in like a person, runs axe, and fails on page errors.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, expect } from 'vitest';
import { launchChromium, signIn } from './chromium.ts';
import { service } from './service.ts';
import { endWithSignal } from './worker-end.ts';

export interface Visit {
  /** Who signs in. Default: `ines`. */
  readonly sub?: string;
  /** Scopes to grant. Default: all of Liaison's. */
  readonly scope?: string;
  /** The part of the address after the `#`. Default: the home page. */
  readonly place?: string;
  /** Size of the window, light or dark, locale, … */
  readonly context?: BrowserContextOptions;
  /** A service of the test's own. Default: the service that all console tests share. */
  readonly url?: string;
}

interface FileOptions {
  /** Whether every page signs in on the real sign-in page. Default: only each person's first page. */
  readonly alwaysSignsIn?: boolean;
}

const usual: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  reducedMotion: 'reduce',
};

interface SharedBrowser {
  readonly browser: Browser;
  /** The size of the default window. */
  readonly shared: BrowserContext;
}

/** One browser for all test files of a worker; it ends with the worker. */
let opened: Promise<SharedBrowser> | undefined;
/** What a tab stores after sign-in, by service, person and scopes. */
const signIns = new Map<string, string>();

async function openBrowser(): Promise<SharedBrowser> {
  endWithSignal();
  const browser = await launchChromium();
  return { browser, shared: await newContextIn(browser) };
}

async function newContextIn(browser: Browser, context: BrowserContextOptions = {}) {
  const made = await browser.newContext({ ...usual, ...context });
  // Generous: the two cores may be busy with other work.
  made.setDefaultTimeout(60_000);
  return made;
}

/**
 * A browser for the tests of a file. A test fails if one of its pages has an uncaught error or violates
 * the Content-Security-Policy. Pages in the default window share the browser's cache, but not the
 * console's stored data.
 */
export function browserOfFile({ alwaysSignsIn = false }: FileOptions = {}) {
  let browser: Browser;
  let shared: BrowserContext;
  let faults: string[] = [];
  beforeAll(async () => {
    opened ??= openBrowser();
    ({ browser, shared } = await opened);
  });
  afterEach(async () => {
    const others = browser.contexts().filter((each) => each !== shared);
    await Promise.all([...shared.pages(), ...others].map((each) => each.close()));
    await shared.setOffline(false);
    const seen = faults;
    faults = [];
    expect(seen, 'errors of the pages').toEqual([]);
  });

  async function newPageOf(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // Some tests are about 4xx and 5xx answers, or about a service that is down.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource'))
        return;
      faults.push(message.text());
    });
    return page;
  }

  return {
    /** A signed-out page in a new context, with no address opened yet. */
    newPage: async (context?: BrowserContextOptions) =>
      newPageOf(await newContextIn(browser, context)),
    /** A signed-in page at the requested address; the first page of each person uses the real sign-in page. */
    async signedIn({ sub, scope, place = '/', context, url: own }: Visit = {}) {
      const url = own ?? (await service()).url;
      const who = JSON.stringify([url, sub, scope]);
      const kept = alwaysSignsIn ? undefined : signIns.get(who);
      // One person's cookies at the issuer must not exist when another person signs in.
      const isApart = context || kept === undefined;
      const page = await newPageOf(isApart ? await newContextIn(browser, context) : shared);
      if (kept !== undefined) await page.addInitScript(restore, kept);
      await page.goto(`${url}/#${place}`);
      if (kept === undefined) {
        await signIn(page, sub, scope);
        signIns.set(who, await page.evaluate(() => JSON.stringify({ ...sessionStorage })));
      } else await page.locator('main h1').waitFor();
      return page;
    },
  };
}

/** The window of a phone. */
export const narrow: BrowserContextOptions = { viewport: { width: 360, height: 740 } };

/** Fails if the page, its main part or any other part scrolls horizontally. */
export async function assertNoSidewaysScroll(page: Page, ...others: string[]): Promise<void> {
  const over = await page.evaluate(
    (parts) =>
      parts.flatMap((selector) => {
        const part = document.querySelector(selector);
        if (!part) return [`there is no ${selector}`];
        const pixels = part.scrollWidth - part.clientWidth;
        return pixels === 0 ? [] : [`${selector} by ${pixels} px`];
      }),
    ['html', 'main', ...others],
  );
  expect(over, page.url()).toEqual([]);
}

/** Runs in the page and gives its tab the state after sign-in. Only once: later changes must stay. */
function restore(kept: string): void {
  if (!location.protocol.startsWith('http') || sessionStorage.getItem('restored')) return;
  localStorage.clear();
  sessionStorage.setItem('restored', 'yes');
  for (const [key, value] of Object.entries<string>(JSON.parse(kept))) {
    sessionStorage.setItem(key, value);
  }
}

/**
 * Fails if axe finds a serious or critical problem in the current page in light mode, or insufficient
 * contrast in dark mode. The elements that Fluent's keyboard navigation puts around groups are excluded:
 * they are hidden from screen readers and pass the focus on as soon as they get it, which axe cannot
 * see.
 */
export async function axe(page: Page): Promise<void> {
  expect(await graveIn(page), 'in light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
  await page.evaluate(settled);
  expect(await graveIn(page, ['color-contrast']), 'in dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Runs in the page until it is drawn with its current styles: colours may change in a transition. */
async function settled(): Promise<void> {
  const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
  await frame();
  await frame();
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  await frame();
}

/**
 * The serious and critical problems that axe finds in the current page, as it is.
 * @param rules default: all
 */
export async function graveIn(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page })
    .exclude('[data-tabster-dummy]')
    .options({ resultTypes: ['violations'] })
    // Axe would open an extra page each time to check frames, and the console has none.
    .setLegacyMode();
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id} (${help}): ${html} ${any[0]?.message ?? ''}`),
    );
}
