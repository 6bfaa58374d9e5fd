// Starts a real Chromium, and signs in to the console with it like a person.
import { execFile } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page, type Request } from 'playwright-core';
import { projectRoot } from '../../infra/local/base/synth.ts';

const everything = ['liaison/read', 'liaison/write', 'liaison/admin'];

/** The path of a Chromium installed on this machine, if there is one. */
function installed(): string | undefined {
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

/**
 * The path of the npm package's Chromium, unpacked once for each version of the package. The package
 * itself unpacks to one place in the temporary folder, where a second process finds a half-written
 * program. So each process unpacks to a folder of its own; all use the folder of the first to finish.
 */
async function packaged(): Promise<string> {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8'));
  const cache = join(projectRoot, 'node_modules/.cache/chromium');
  const kept = join(cache, version);
  if (!existsSync(kept)) {
    mkdirSync(cache, { recursive: true });
    const TMPDIR = mkdtempSync(join(cache, 'unfinished-'));
    const script = join(projectRoot, 'test/support/unpack-chromium.ts');
    await promisify(execFile)(process.execPath, [script], { env: { ...process.env, TMPDIR } });
    try {
      renameSync(TMPDIR, kept);
    } catch (error) {
      if (!existsSync(kept)) throw error;
      rmSync(TMPDIR, { recursive: true });
    }
  }
  return join(kept, 'chromium');
}

/**
 * Without a sandbox, because tests run as root in a container, where it cannot be set up. Without a GPU or
 * its emulation, which costs ten times the processor time of the compositor in software.
 */
const args = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-software-rasterizer'];

/** Starts the browser at a path. */
const launch = (executablePath: string) =>
  // Playwright's signal handlers would keep a vitest worker alive, which is ended by such a signal.
  chromium.launch({ executablePath, args, handleSIGTERM: false });

/**
 * Starts the Chromium at `CHROMIUM_PATH`. Without that variable it starts the npm package's Chromium, which
 * opens a page in less than half the time of a full browser, or, if that fails, an installed one.
 * @throws Error that says how to get a browser, if none can be started
 */
export async function launchChromium(): Promise<Browser> {
  const { CHROMIUM_PATH: chosen } = process.env;
  try {
    if (chosen) return await launch(chosen);
    return await launch(await packaged());
  } catch (error) {
    const own = chosen ? undefined : installed();
    if (own) return launch(own);
    throw new Error(
      `Chromium did not start (tried ${chosen ?? 'the package @sparticuz/chromium'}). Install it, for example with "apt-get install chromium", or set CHROMIUM_PATH.`,
      { cause: error },
    );
  }
}

/** Fills in the local sign-in page, and waits for the console's first heading. */
export async function signIn(page: Page, sub?: string, scope?: string) {
  await fillInSignIn(page, sub, scope);
  await page.locator('main h1').waitFor();
}

/** As above, but does not wait for a heading, because signing in may lead elsewhere. */
export async function fillInSignIn(page: Page, sub = 'ines', scope = everything.join(' ')) {
  await page.getByRole('textbox').fill(sub);
  for (const each of everything) {
    await page.getByRole('checkbox', { name: each }).setChecked(scope.split(' ').includes(each));
  }
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens a page of the console, and waits until everything that it requested has arrived. */
export async function visit(page: Page, place: string): Promise<void> {
  const underway = new Set<Request>();
  const begins = (request: Request) => underway.add(request);
  const ends = (request: Request) => underway.delete(request);
  page.on('request', begins).on('requestfinished', ends).on('requestfailed', ends);
  await page.goto(`${new URL('/', page.url())}#${place}`);
  await page.locator('main h1').waitFor();
  // Rendering may cause further requests, so it waits three times for the page to be idle.
  for (let idle = 0; idle < 3; idle = underway.size > 0 ? 0 : idle + 1) {
    await page.evaluate('new Promise((resolve) => requestIdleCallback(resolve))');
  }
  page.off('request', begins).off('requestfinished', ends).off('requestfailed', ends);
}
