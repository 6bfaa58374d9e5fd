// A real Chromium, and how a person gets into the console with it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';

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
export async function launchChromium(): Promise<Browser> {
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

/** Fills in the local sign-in page, and waits for the console's first heading. */
export async function signIn(page: Page, sub?: string, scope?: string) {
  await fillInSignIn(page, sub, scope);
  await page.locator('main h1').waitFor();
}

/** As above, wherever that leads. */
export async function fillInSignIn(page: Page, sub = 'ines', scope = everything.join(' ')) {
  await page.getByRole('textbox').fill(sub);
  for (const each of everything) {
    await page.getByRole('checkbox', { name: each }).setChecked(scope.split(' ').includes(each));
  }
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Loads the console anew at a place, still signed in, and waits until it has all that it asked for. */
export async function visit(page: Page, place: string): Promise<void> {
  await page.goto(`${new URL('/', page.url())}#${place}`);
  await page.reload();
  await page.locator('main h1').waitFor();
  await page.waitForLoadState('networkidle');
}
