// The limit of a role: who holds the place, and replacing them.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';
import { axe, browserOfFile } from '../../support/browser.ts';
import { put } from '../../support/company.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
  const role = { id: 'sole-decider', name: 'Sole Decider', maxPerRecord: 1 };
  await call('POST', '/v1/connection-roles', role);
});

/** An account with a contact who holds the role, and another contact. */
async function held(id: string, effectiveStart: string, state = 'active') {
  for (const [type, name] of [
    ['account', id],
    ['contact', `${id}-old`],
    ['contact', `${id}-new`],
  ] as const) {
    await put(call, type, name);
  }
  const { body } = await call('POST', '/v1/connections', {
    record1: { type: 'account', id },
    record2: { type: 'contact', id: `${id}-old` },
    record2RoleId: 'sole-decider',
    ...{ effectiveStart, state },
  });
  return body.id as string;
}

const connectionOf = async (id: string) => (await call('GET', `/v1/connections/${id}`)).body;

const connectionsOf = async (id: string) =>
  (await call('GET', `/v1/records/account/${id}/connections`)).body.items;

/** Connects the other contact in the dialog. */
async function connect(page: Page, id: string, start: string) {
  await page.getByRole('toolbar').getByRole('button', { name: 'Connect' }).click();
  await page.getByRole('menuitem', { name: 'To Another' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog
    .getByRole('combobox', { name: 'Name', exact: true })
    .pressSequentially(`The ${id}-n`);
  await page.getByRole('option', { name: `The ${id}-new` }).click();
  await dialog.getByRole('combobox', { name: 'As this role' }).click();
  await page.getByRole('option', { name: 'Sole Decider' }).first().click();
  await dialog.getByLabel('Start').fill(start);
  await dialog.getByRole('button', { name: 'Save & Close' }).click();
  return dialog;
}

describe('a limit that is reached', () => {
  it('says who holds the place; "Replace" ends that connection on the start of the new one', async () => {
    const old = await held('replaced', '2024-03-01');
    const page = await signedIn({ place: '/records/account/replaced' });
    await connect(page, 'replaced', '2026-04-01');
    const question = page.getByRole('alertdialog', { name: 'The limit is reached' });
    await question
      .getByText('The replaced can be connected to at most 1 record with the role Sole Decider')
      .waitFor();
    await question.getByText('The replaced-old, from 1 Mar 2024').waitFor();
    await question.getByText('ends this connection on 1 Apr 2026').waitFor();
    await axe(page);
    await question.getByRole('button', { name: 'Replace' }).click();

    const row = page.getByRole('grid').locator('[data-row]').filter({ hasText: 'replaced-old' });
    await row.getByText('1 Apr 2026').waitFor();
    await page.getByRole('grid').getByRole('link', { name: 'The replaced-new' }).waitFor();
    expect((await connectionOf(old)).effectiveEnd).toBe('2026-04-01');
    expect(await connectionsOf('replaced')).toHaveLength(2);
  });

  it('by a connection that starts later cannot be replaced: it goes back to the form', async () => {
    await held('later', '2026-05-01');
    const page = await signedIn({ place: '/records/account/later' });
    const dialog = await connect(page, 'later', '2026-04-01');
    const question = page.getByRole('alertdialog', { name: 'The limit is reached' });
    await question.getByText('that starts on 1 Apr 2026 or later cannot be replaced').waitFor();
    expect(await question.getByRole('button', { name: 'Replace' }).count()).toBe(0);
    await question.getByRole('button', { name: 'Back' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await dialog.getByLabel('Start').inputValue()).toBe('2026-04-01');
    expect(await connectionsOf('later')).toHaveLength(1);
  });

  it('is explained where a connection is activated', async () => {
    await held('again', '2024-03-01', 'inactive');
    await call('POST', '/v1/connections', {
      record1: { type: 'account', id: 'again' },
      record2: { type: 'contact', id: 'again-new' },
      record2RoleId: 'sole-decider',
    });
    const page = await signedIn({ place: '/records/account/again' });
    await page.getByRole('checkbox', { name: /^Select The again-old/ }).check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Activate', exact: true }).click();
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Activate' }).click();
    await question.getByText('The limit is reached').waitFor();
    await question.getByText('The again-new').waitFor();
  });
});
