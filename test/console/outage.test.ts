// What a person has open while the service goes away and comes back, or their sign-in runs out.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { soon } from '../support/api.ts';
import { browserOfFile } from '../support/browser.ts';
import { fillInSignIn } from '../support/chromium.ts';
import { company, put } from '../support/company.ts';
import { serviceOfFile } from '../support/own-service.ts';

const { signedIn } = browserOfFile();
const tokenSeconds = 3;
const service = serviceOfFile(tokenSeconds);
/** As long as a busy machine may take. */
const patient = { timeout: 30_000 };
let call: Awaited<ReturnType<typeof service.clientOf>>;

beforeAll(async () => {
  call = await service.clientOf('ines');
  const type = { displayName: 'Account', displayCollectionName: 'Accounts' };
  await call('PUT', '/v1/record-types/account', { ...type, connectionsEnabled: true });
  const contact = { displayName: 'Contact', displayCollectionName: 'Contacts' };
  await call('PUT', '/v1/record-types/contact', { ...contact, connectionsEnabled: true });
  await company(call, 'works', 130);
  await put(call, 'account', 'other');
});

const at = (place: string, context = {}) => signedIn({ place, url: service.url(), context });
const rows = (page: Page) => page.getByRole('grid').locator('[data-row]');
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New connection' });
const connectionsOf = async (id: string) =>
  (await call('GET', `/v1/records/account/${id}/connections?limit=100`)).body.items;

/** A new connection of a record, typed and not saved. */
async function typing(page: Page, to: string) {
  await page.getByRole('toolbar').getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('menuitem', { name: 'To Another' }).click();
  const name = dialogOf(page).getByRole('combobox', { name: 'Name', exact: true });
  await name.pressSequentially(`Person ${to}`);
  await page.getByRole('option', { name: `Person ${to}`, exact: false }).first().click();
  await dialogOf(page).getByRole('textbox', { name: 'Description' }).fill(`Typed for ${to}`);
}

const save = (page: Page) =>
  dialogOf(page).getByRole('button', { name: 'Save & Close', exact: true }).click();

async function gone() {
  await service.stop();
  // A test that fails on the way leaves the service to the next one all the same.
  let back: Promise<void> | undefined;
  const start = () => {
    back ??= service.start();
    return back;
  };
  onTestFinished(start);
  return start;
}

describe('the service gone and back', () => {
  it('what was never opened before says so, and comes by "Try again"', async () => {
    const page = await at('/records/account/works');
    await rows(page).first().waitFor();
    const back = await gone();

    // Each of them is a file that has not been loaded yet: a menu, a tab, a page.
    await page.getByRole('toolbar').getByRole('button', { name: 'Connect' }).click();
    const notLoaded = page.getByRole('alert').filter({ hasText: 'could not be loaded' });
    await notLoaded.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('tab', { name: 'Charts' }).click();
    await notLoaded.getByRole('button', { name: 'Try again' }).click();
    await notLoaded.getByRole('button', { name: 'Load the page again' }).waitFor();
    await page.getByRole('link', { name: 'Connection roles' }).click();
    await page.getByRole('heading', { name: 'This page has failed' }).waitFor();
    await back();

    await notLoaded.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Connection roles' }).waitFor();
    await page.goBack();
    await page.getByText('By connected type').or(page.getByText('By role')).first().waitFor();
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Connect' }).click();
    await page.getByRole('menuitem', { name: 'To Another' }).waitFor();
  });

  it('lists say so and do not ask by themselves; a form keeps what was typed', async () => {
    const page = await at('/records/contact', { viewport: { width: 1280, height: 600 } });
    const list = page.getByRole('region', { name: 'Contacts' });
    await list.getByRole('listitem').first().waitFor();
    const grid = await at('/records/account/works');
    await rows(grid).first().waitFor();
    await typing(grid, 'works-7');
    let asked = 0;
    page.on('request', () => {
      asked += 1;
    });
    const back = await gone();

    await list.evaluate((each) => each.scrollTo(0, each.scrollHeight));
    await list.getByText('The rest could not be loaded').waitFor();
    const before = asked;
    await save(grid);
    await dialogOf(grid).getByText('The service cannot be reached').waitFor();
    const typed = dialogOf(grid).getByRole('textbox', { name: 'Description' });
    expect(await typed.inputValue()).toBe('Typed for works-7');
    expect(asked).toBe(before);
    await back();

    await list.getByRole('button', { name: 'Try again' }).click();
    await list.getByText('The rest could not be loaded').waitFor({ state: 'detached' });
    await expect
      .poll(async () => {
        await list.evaluate((each) => each.scrollTo(0, each.scrollHeight));
        return list.getByRole('listitem').last().getAttribute('aria-posinset');
      }, patient)
      .toBe('130');
    await save(grid);
    await dialogOf(grid).waitFor({ state: 'detached' });
    const made = (await connectionsOf('works')).filter(
      ({ description }: { description: string | null }) => description === 'Typed for works-7',
    );
    expect(made).toHaveLength(1);
  });
});

describe('a token that runs out while something is typed', () => {
  /** For who is signed in by it: the browser's clock stands still, so that the service tells it first. */
  async function runOut(page: Page) {
    const token = await page.evaluate(() => {
      const [key = ''] = Object.keys(sessionStorage).filter((each) => each.startsWith('oidc.user'));
      return JSON.parse(sessionStorage.getItem(key) ?? '').access_token;
    });
    const headers = { authorization: `Bearer ${token}` };
    await soon(async () => {
      const { status } = await fetch(`${service.url()}/v1/record-types`, { headers });
      expect(status).toBe(401);
    });
  }

  it('is renewed, and nobody notices', async () => {
    await put(call, 'account', 'renewed');
    const page = await at('/records/account/renewed');
    await page.clock.setFixedTime(Date.now());
    await typing(page, 'works-8');
    await runOut(page);
    await save(page);
    await rows(page).first().getByRole('link', { name: 'Person works-8' }).waitFor();
    expect(await connectionsOf('renewed')).toMatchObject([{ description: 'Typed for works-8' }]);
  });

  it('that cannot be renewed is asked for in a window, and saving goes on', async () => {
    await put(call, 'account', 'ended');
    const page = await at('/records/account/ended');
    await typing(page, 'works-9');
    // Its refresh token is good no longer, as after a night.
    await page.evaluate(() => {
      const [key = ''] = Object.keys(sessionStorage).filter((each) => each.startsWith('oidc.user'));
      const user = JSON.parse(sessionStorage.getItem(key) ?? '');
      sessionStorage.setItem(key, JSON.stringify({ ...user, refresh_token: 'gone' }));
    });
    await page.clock.setFixedTime(Date.now() + tokenSeconds * 1000);
    await save(page);
    const ended = page.getByRole('alertdialog', { name: 'Your sign-in has ended' });
    const windowOf = async () => {
      const opened = page.waitForEvent('popup');
      await ended.getByRole('button', { name: 'Sign in again' }).click();
      return opened;
    };

    const other = await windowOf();
    await fillInSignIn(other, 'otto');
    await ended.getByText('you signed in as otto').waitFor();
    await fillInSignIn(await windowOf(), 'ines');
    await dialogOf(page).waitFor({ state: 'detached' });
    expect(await ended.count()).toBe(0);
    await rows(page).first().getByRole('link', { name: 'Person works-9' }).waitFor();
    expect(await connectionsOf('ended')).toMatchObject([
      { description: 'Typed for works-9', createdBy: 'ines' },
    ]);
  });
});
