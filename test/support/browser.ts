// A real Chromium for the console's tests: signing in as a person would, axe, and no quiet errors.
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { launchChromium, signIn } from './chromium.ts';

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

/**
 * A browser for the tests of a file. A test in which a page has an error that nobody caught, or
 * breaks the Content-Security-Policy, fails.
 */
export function browserOfFile() {
  let browser: Browser;
  let faults: string[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    const seen = faults;
    faults = [];
    expect(seen, 'what the pages complained of').toEqual([]);
  });
  afterAll(() => browser?.close());

  /** A page of a new context, signed out, not at any address yet. */
  async function newPage(context: BrowserContextOptions = {}): Promise<Page> {
    const made = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...context,
    });
    made.setDefaultTimeout(20_000);
    const page = await made.newPage();
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
    newPage,
    /** A page that has signed in on the real sign-in page and is where it wanted to go. */
    async signedIn({ sub, scope, place = '/', context, url = inject('url') }: Visit = {}) {
      const page = await newPage(context);
      await page.goto(`${url}/#${place}`);
      await signIn(page, sub, scope);
      return page;
    },
  };
}

/**
 * Fails unless axe finds nothing serious or critical in the page as it is. Left out are the marks that
 * Fluent's keyboard navigation puts around groups: hidden from readers of screens, they pass the focus
 * on as soon as they get it, which axe cannot see.
 */
export async function axe(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('[data-tabster-dummy]').analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, any }) => `${id} (${help}): ${html} ${any[0]?.message ?? ''}`),
  );
  expect(told).toEqual([]);
}
