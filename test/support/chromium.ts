// A real Chromium, and how a person gets into the console with it.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';

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

/** In a single process, which Lambda needs, Chromium ends as soon as one of its contexts is closed. */
const packagedArgs = packaged.args.filter((each) => each !== '--single-process');

/** @throws Error in one sentence that says how to get a browser. */
export async function launchChromium(): Promise<Browser> {
  const own = installed();
  try {
    return await chromium.launch({
      executablePath: own ?? (await packaged.executablePath()),
      // Tests run as root in a container, where Chromium's own sandbox cannot be set up.
      args: own ? ['--no-sandbox'] : packagedArgs,
      // They would keep a worker of vitest alive, which is ended by such a signal.
      handleSIGTERM: false,
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

/** Goes to a place in the console, and waits until it has all that it asked for. */
export async function visit(page: Page, place: string): Promise<void> {
  const underway = new Set<Request>();
  const begins = (request: Request) => underway.add(request);
  const ends = (request: Request) => underway.delete(request);
  page.on('request', begins).on('requestfinished', ends).on('requestfailed', ends);
  await page.goto(`${new URL('/', page.url())}#${place}`);
  await page.locator('main h1').waitFor();
  // It may ask for more when it has drawn what has come: until it has nothing to do, three times.
  for (let idle = 0; idle < 3; idle = underway.size > 0 ? 0 : idle + 1) {
    await page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
  }
  page.off('request', begins).off('requestfinished', ends).off('requestfailed', ends);
}
