// A real Chromium for the console's tests: signing in as a person would, axe, and no quiet errors.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, beforeAll, expect } from 'vitest';
import { launchChromium, signIn } from './chromium.ts';
import { service } from './service.ts';
import { endWithSignal } from './worker-end.ts';

export interface Visit {
  /** Whose token; default `ines`. */
  readonly sub?: string;
  /** Scopes to be granted; default all of Liaison's. */
  readonly scope?: string;
  /** Part of the address behind the `#`; default the home page. */
  readonly place?: string;
  /** Size of the window, light or dark, locale, … */
  readonly context?: BrowserContextOptions;
  /** A service of the test's own; default that of all console tests. */
  readonly url?: string;
}

interface FileOptions {
  /** Each page signs in on the real page: for tests of that. Default: only the first of each person. */
  readonly signsInAnew?: boolean;
}

const usual: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  locale: 'en-GB',
  reducedMotion: 'reduce',
};

interface SharedBrowser {
  readonly browser: Browser;
  /** Of the usual window. */
  readonly shared: BrowserContext;
}

/** One for all files of a worker; it ends with the worker. */
let opened: Promise<SharedBrowser> | undefined;
/** What a tab keeps once somebody has signed in, by where, who and with which scopes. */
const signIns = new Map<string, string>();

async function openBrowser(): Promise<SharedBrowser> {
  endWithSignal();
  const browser = await launchChromium();
  return { browser, shared: await newContextIn(browser) };
}

async function newContextIn(browser: Browser, context: BrowserContextOptions = {}) {
  const made = await browser.newContext({ ...usual, ...context });
  // Generous: two cores may be busy with much else.
  made.setDefaultTimeout(60_000);
  return made;
}

/**
 * A browser for the tests of a file. A test in which a page has an error that nobody caught, or
 * breaks the Content-Security-Policy, fails. Pages of the usual window share what the browser has
 * loaded, but not what it keeps for the console.
 */
export function browserOfFile({ signsInAnew = false }: FileOptions = {}) {
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
    expect(seen, 'what the pages complained of').toEqual([]);
  });

  async function newPageOf(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => {
      // Answers of 4xx and 5xx, and a service that is gone, are what some tests are about.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource'))
        return;
      faults.push(message.text());
    });
    return page;
  }

  return {
    /** A page of a new context, signed out, not at any address yet. */
    newPage: async () => newPageOf(await newContextIn(browser)),
    /** A page that is signed in, by way of the real sign-in page, and is where it wanted to go. */
    async signedIn({ sub, scope, place = '/', context, url: own }: Visit = {}) {
      const url = own ?? (await service()).url;
      const who = JSON.stringify([url, sub, scope]);
      const kept = signsInAnew ? undefined : signIns.get(who);
      // The issuer's cookies of one person are not there when another one signs in.
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

/** Fails when the page, its main part or another part scrolls sideways. */
export async function scrollsNotSideways(page: Page, ...others: string[]): Promise<void> {
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

/** In the page: makes its tab one in which somebody has signed in. Once, for what comes of it stays. */
function restore(kept: string): void {
  if (!location.protocol.startsWith('http') || sessionStorage.getItem('restored')) return;
  localStorage.clear();
  sessionStorage.setItem('restored', 'yes');
  for (const [key, value] of Object.entries<string>(JSON.parse(kept))) {
    sessionStorage.setItem(key, value);
  }
}

/**
 * Fails unless axe finds nothing serious or critical in the page as it is, in light, and no colours
 * that are too near each other in dark. Left out are the marks that Fluent's keyboard navigation puts
 * around groups: hidden from readers of screens, they pass the focus on as soon as they get it, which
 * axe cannot see.
 */
export async function axe(page: Page): Promise<void> {
  expect(await graveIn(page), 'in light').toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => document.documentElement.style.colorScheme === 'dark');
  expect(await graveIn(page, ['color-contrast']), 'in dark').toEqual([]);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** @param rules default: all */
async function graveIn(page: Page, rules?: string[]): Promise<string[]> {
  const builder = new AxeBuilder({ page })
    .exclude('[data-tabster-dummy]')
    .options({ resultTypes: ['violations'] })
    // There are no frames: they need a page of their own each time.
    .setLegacyMode();
  const { violations } = await (rules ? builder.withRules(rules) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ html, any }) => `${id} (${help}): ${html} ${any[0]?.message ?? ''}`),
    );
}
