// A sign-in that runs out while something is typed: renewed, or asked for in a window of its own.
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { clientOf, tokenFor } from '../support/api.ts';
import { browserOfFile } from '../support/browser.ts';
import { fillInSignIn } from '../support/chromium.ts';
import { put } from '../support/company.ts';
import { itNightly } from '../support/effort.ts';

const { signedIn } = browserOfFile({ alwaysSignsIn: true });
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
  await put(call, 'contact', 'night');
});

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New connection' });
const connectionsOf = async (id: string) =>
  (await call('GET', `/v1/records/account/${id}/connections`)).body.items;

/** A new connection, typed and saved with a token of the issuer's that has expired. */
async function savedTooLate(id: string, beforeSave: (page: Page) => Promise<void>) {
  await put(call, 'account', id);
  const page = await signedIn({ place: `/records/account/${id}` });
  await page.getByRole('button', { name: 'Connect', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'To Another' }).click();
  const name = dialogOf(page).getByRole('combobox', { name: 'Name', exact: true });
  await name.pressSequentially('The night');
  await page.getByRole('option', { name: /^The night/ }).click();
  await dialogOf(page).getByRole('textbox', { name: 'Description' }).fill(`Typed for ${id}`);
  await beforeSave(page);

  const authorization = `Bearer ${await tokenFor('ines', undefined, -60)}`;
  const refused = page.waitForResponse((response) => response.status() === 401);
  await page.route(
    '**/v1/connections',
    (route) => route.continue({ headers: { ...route.request().headers(), authorization } }),
    { times: 1 },
  );
  await dialogOf(page).getByRole('button', { name: 'Save & Close' }).click();
  expect(await (await refused).text()).toContain('expired');
  return page;
}

itNightly('is renewed unnoticed', async () => {
  const page = await savedTooLate('renewed', async () => {});
  await page.getByRole('grid').getByRole('link', { name: 'The night' }).waitFor();
  expect(await connectionsOf('renewed')).toMatchObject([{ description: 'Typed for renewed' }]);
});

itNightly('lasts while the issuer is briefly down', async () => {
  const page = await savedTooLate('failed', async (before) => {
    const answer = { status: 503, json: { error: 'temporarily_unavailable' } };
    await before.route('**/token', (route) => route.fulfill(answer), { times: 1 });
  });
  await dialogOf(page).getByText('The service cannot be reached').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Save & Close' }).click();
  await page.getByRole('grid').getByRole('link', { name: 'The night' }).waitFor();
  expect(await connectionsOf('failed')).toMatchObject([{ description: 'Typed for failed' }]);
});

it('opens a window when it cannot be renewed; after it, saving continues', async () => {
  const page = await savedTooLate('ended', async (before) => {
    // Its refresh token is good no longer, as after a night.
    await before.evaluate(() => {
      const [key = ''] = Object.keys(sessionStorage).filter((each) => each.startsWith('oidc.user'));
      const user = JSON.parse(sessionStorage.getItem(key) ?? '');
      sessionStorage.setItem(key, JSON.stringify({ ...user, refresh_token: 'gone' }));
    });
  });
  const ended = page.getByRole('alertdialog', { name: 'Your session has expired' });
  const signInWindow = async () => {
    const opened = page.waitForEvent('popup');
    await ended.getByRole('button', { name: 'Sign in again' }).click();
    return opened;
  };

  // The issuer has forgotten the user, too: another user signs in.
  await page.context().clearCookies();
  await fillInSignIn(await signInWindow(), 'otto');
  await ended.getByText('you signed in as otto').waitFor();
  await page.context().clearCookies();
  const own = await signInWindow();
  await fillInSignIn(own, 'ines');
  await dialogOf(page).waitFor({ state: 'detached' });
  await ended.waitFor({ state: 'detached' });
  await page.getByRole('grid').getByRole('link', { name: 'The night' }).waitFor();
  expect(await connectionsOf('ended')).toMatchObject([
    { description: 'Typed for ended', createdBy: 'ines' },
  ]);
  await expect.poll(() => own.isClosed()).toBe(true);
});
