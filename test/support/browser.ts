// A real Chromium for the console's tests: signing in as a person would, axe, and no quiet errors.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import packaged from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';

const everything = ['liaison/read', 'liaison/write', 'liaison/admin'];

/** Where a Chromium of this machine is, if it has one. */
function installed(): string | undefined {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error in one sentence that says how to get a browser. */
async function launch(): Promise<Browser> {
  const own = installed();
  try {
    return await chromium.launch({
      executablePath: own ?? (await packaged.executablePath()),
      // Tests run as root in a container, where Chromium's own sandbox cannot be set up.
      args: own ? ['--no-sandbox'] : packaged.args,
    });
  } catch (error) {
    const tried = own ?? 'the one of @sparticuz/chromium';
    throw new Error(
      `No Chromium starts (tried ${tried}): install one, as in "apt-get install chromium", or set CHROMIUM_PATH to one.`,
      { cause: error },
    );
  }
}

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
    browser = await launch();
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

/** Fills in the local sign-in page, and waits for the console's first heading. */
export async function signIn(page: Page, sub = 'ines', scope = everything.join(' ')) {
  await page.getByRole('textbox').fill(sub);
  for (const each of everything) {
    await page.getByRole('checkbox', { name: each }).setChecked(scope.split(' ').includes(each));
  }
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('main h1').waitFor();
}

/** Loads the console anew at a place, still signed in, and waits until it has all that it asked for. */
export async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${new URL('/', page.url())}#${place}`);
  await page.reload();
  await page.locator('main h1').waitFor();
  await page.waitForLoadState('networkidle');
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
