// Making connections: the dialog, its roles, what the service refuses, several at once.
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../support/api.ts';
import { axe, browserOfFile } from '../support/browser.ts';
import { put } from '../support/company.ts';
import { itNightly } from '../support/effort.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
});

const connectionsOf = async (place: string) =>
  (await call('GET', `/v1/records/${place}/connections?limit=100`)).body.items;

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New connection' });

/** The dialog of a record, opened from its page. */
async function connecting(place: string, to = 'To Another', who: { sub?: string } = {}) {
  const page = await signedIn({ place: `/records/${place}`, ...who });
  await page.getByRole('button', { name: 'Connect', exact: true }).first().click();
  await page.getByRole('menuitem', { name: to }).click();
  await dialogOf(page).waitFor();
  return page;
}

/** Looks a record up by the beginning of its name, and picks it. */
async function pick(page: Page, name: string) {
  const lookUp = dialogOf(page).getByRole('combobox', { name: 'Name', exact: true });
  await lookUp.pressSequentially(name);
  await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  await dialogOf(page)
    .getByRole('button', { name: `Remove ${name}` })
    .waitFor();
}

async function choose(page: Page, label: string, role: string) {
  await dialogOf(page).getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: role }).first().click();
}

const focusIsOn = (element: Locator) =>
  expect
    .poll(() => element.evaluate((each) => each === document.activeElement), { timeout: 60_000 })
    .toBe(true);

const save = (page: Page, name = 'Save') =>
  dialogOf(page).getByRole('button', { name, exact: true }).click();

describe('a new connection', () => {
  it('fills in the matching role, and appears in the list when it is saved', async () => {
    await put(call, 'account', 'clinic');
    await put(call, 'contact', 'anna');
    const page = await connecting('account/clinic');
    await pick(page, 'The anna');
    await choose(page, 'As this role', 'Employee');
    await dialogOf(page).getByText('The clinic’s role – Employer').waitFor();
    await dialogOf(page).getByRole('textbox', { name: 'Title' }).fill('Head Nurse');
    await dialogOf(page).getByRole('textbox', { name: 'Description' }).fill('Night shift');
    await dialogOf(page).getByLabel('Start').fill('2026-03-01');
    await save(page);

    const panel = page.getByRole('complementary', { name: 'Connection details' });
    await panel.getByRole('link', { name: 'The anna' }).waitFor();
    const [made] = await connectionsOf('account/clinic');
    expect(page.url()).toContain(made.id);
    expect((await call('GET', `/v1/connections/${made.id}`)).body).toMatchObject({
      record1: { type: 'account', id: 'clinic' },
      record1RoleId: 'employer',
      record2: { type: 'contact', id: 'anna' },
      record2RoleId: 'employee',
      title: 'Head Nurse',
      description: 'Night shift',
      effectiveStart: '2026-03-01',
      ownerId: 'ines',
    });
  });

  it('can be created with the keyboard alone', async () => {
    await put(call, 'account', 'keys');
    await put(call, 'contact', 'bodil');
    const page = await signedIn({ place: '/records/account/keys' });
    const keys = async (...names: string[]) => {
      for (const name of names) await page.keyboard.press(name);
    };
    /** Goes down to an option, and takes it. */
    const activate = async (option: string) => {
      const active = () =>
        page.evaluate(() => {
          const id = document.activeElement?.getAttribute('aria-activedescendant');
          return (id && document.getElementById(id)?.textContent) || '';
        });
      for (let at = 0; at < 5 && !(await active()).startsWith(option); at += 1) {
        await keys('ArrowDown');
      }
      await keys('Enter');
    };
    const connect = page.getByRole('toolbar').getByRole('button', { name: 'Connect' });
    await connect.focus();
    await keys('Enter');
    await page.getByRole('menuitem', { name: 'To Another' }).waitFor();
    await keys('Enter');
    await dialogOf(page).waitFor();
    await page.keyboard.type('The bod');
    await page.getByRole('option', { name: 'The bodil' }).waitFor();
    await activate('The bodil');
    await dialogOf(page).getByRole('button', { name: 'Remove The bodil' }).waitFor();
    await keys('Tab', 'Tab');
    await page.keyboard.type('Board');
    await page.getByRole('option', { name: 'Board Member' }).waitFor();
    await activate('Board Member');
    await dialogOf(page).getByText('The keys’ role – Board').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Save & Close' }).focus();
    await keys('Enter');

    await page.getByRole('grid').getByRole('link', { name: 'The bodil' }).waitFor();
    expect(await connectionsOf('account/keys')).toMatchObject([
      { record1RoleId: 'board', record2RoleId: 'board-member' },
    ]);
  });

  itNightly('can connect to the signed-in user’s own record, if it exists', async () => {
    await put(call, 'account', 'mine');
    const page = await connecting('account/mine', 'To Me', { sub: 'user-ines' });
    await dialogOf(page).getByRole('button', { name: 'Remove Inês Valadares' }).waitFor();
    await choose(page, 'As this role', 'Account Manager');
    await save(page, 'Save & Close');
    await page.getByRole('grid').getByRole('link', { name: 'Inês Valadares' }).waitFor();
    expect(await connectionsOf('account/mine')).toMatchObject([
      { record2: { type: 'user', id: 'user-ines' }, record1RoleId: 'client' },
    ]);

    const other = await signedIn({ place: '/records/account/mine' });
    await other.getByRole('toolbar').getByRole('button', { name: 'Connect' }).click();
    const toMe = other.getByRole('menuitem', { name: 'To Me' });
    await toMe.getByText('none of type User has the id ines').waitFor();
    expect(await toMe.getAttribute('aria-disabled')).toBe('true');
  });

  itNightly('can connect to a record created in the dialog; "Save & New" starts over', async () => {
    await put(call, 'account', 'newcomer');
    const page = await connecting('account/newcomer');
    const lookUp = dialogOf(page).getByRole('combobox', { name: 'Name', exact: true });
    await lookUp.pressSequentially('Zora Unheard');
    await page.getByRole('option', { name: 'New record “Zora Unheard”' }).click();
    const record = page.getByRole('dialog', { name: 'New record' });
    await record.getByRole('combobox', { name: 'Record type' }).click();
    await page.getByRole('option', { name: 'Contact' }).click();
    await record.getByRole('button', { name: 'Save' }).click();
    await dialogOf(page).getByRole('button', { name: 'Remove Zora Unheard' }).waitFor();
    await save(page, 'Save & New');

    await dialogOf(page).getByText('Connected to Zora Unheard.').waitFor();
    expect(
      await dialogOf(page)
        .getByRole('button', { name: /^Remove/ })
        .count(),
    ).toBe(0);
    expect(await connectionsOf('account/newcomer')).toMatchObject([
      { record2: { type: 'contact', name: 'Zora Unheard' }, record2RoleId: null },
    ]);
  });

  itNightly('asks before input is lost', async () => {
    const page = await connecting('account/fabrikon');
    await dialogOf(page).getByRole('textbox', { name: 'Description' }).fill('Half');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog');
    // Enter keeps what was typed, and the focus is where it was: Escape shows the question again.
    await focusIsOn(question.getByRole('button', { name: 'Keep editing' }));
    await page.keyboard.press('Enter');
    await focusIsOn(dialogOf(page).getByRole('textbox', { name: 'Description' }));
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Leave without saving' }).click();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await focusIsOn(page.getByRole('toolbar').getByRole('button', { name: 'Connect' }));
  });
});

describe('what the service refuses is shown where it is wrong', () => {
  itNightly('two roles that do not match: one click chooses a valid one', async () => {
    await put(call, 'account', 'mismatch');
    await put(call, 'contact', 'carl');
    const page = await connecting('account/mismatch');
    await pick(page, 'The carl');
    await choose(page, 'As this role', 'Employee');
    await dialogOf(page)
      .getByRole('button', { name: /^Details/ })
      .click();
    await choose(page, 'The mismatch’s role', 'Vendor');
    await save(page, 'Save & Close');
    await dialogOf(page).getByText('Employee and Vendor are not matching roles.').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Use Customer' }).click();
    await save(page, 'Save & Close');

    await page.getByRole('grid').getByRole('link', { name: 'The carl' }).waitFor();
    expect(await connectionsOf('account/mismatch')).toMatchObject([
      { record1RoleId: 'vendor', record2RoleId: 'customer' },
    ]);
  });

  itNightly('a connection that exists: links to it', async () => {
    await put(call, 'account', 'twice');
    await put(call, 'contact', 'dora');
    const records = {
      record1: { type: 'account', id: 'twice' },
      record2: { type: 'contact', id: 'dora' },
    };
    const { body: first } = await call('POST', '/v1/connections', records);
    const page = await connecting('account/twice');
    await pick(page, 'The dora');
    await page.evaluate('said = []; document.ariaNotify = (text) => said.push(text)');
    await save(page, 'Save & Close');
    await dialogOf(page).getByText('These records are already connected').waitFor();
    // To readers of screens, too: by the browser, or a region of the page where it cannot.
    const regions = "[...document.querySelectorAll('[aria-live]')].map((each) => each.textContent)";
    const told = () => page.evaluate(`[...said, ...${regions}].join()`);
    await expect.poll(told).toContain('These records are already connected');
    await dialogOf(page).getByRole('button', { name: 'Show existing connection' }).click();
    await page.getByRole('button', { name: 'Leave without saving' }).click();
    const panel = page.getByRole('complementary', { name: 'Connection details' });
    await panel.getByText(first.id).waitFor();
  });

  itNightly(
    'dates in the wrong order, and a role that is no longer valid for the record type',
    async () => {
      await put(call, 'account', 'narrowed');
      await put(call, 'contact', 'emil');
      const role = { id: 'gardener', name: 'Gardener', recordTypes: ['contact'] };
      await call('POST', '/v1/connection-roles', role);
      const page = await connecting('account/narrowed');
      await pick(page, 'The emil');
      await choose(page, 'As this role', 'Gardener');
      await dialogOf(page).getByLabel('Start').fill('2026-03-01');
      await dialogOf(page).getByLabel('End').fill('2026-02-01');
      await save(page, 'Save & Close');
      await dialogOf(page)
        .getByText('The end date (1 Feb 2026) is before the start date (1 Mar 2026).')
        .waitFor();
      const end = dialogOf(page).getByLabel('End');
      expect(await end.getAttribute('aria-invalid')).toBe('true');
      await focusIsOn(end);

      await end.fill('2026-04-01');
      await call('PATCH', '/v1/connection-roles/gardener', { recordTypes: ['account'] });
      await save(page, 'Save & Close');
      await dialogOf(page).getByText('The role Gardener cannot be used for').waitFor();
      const field = dialogOf(page).getByRole('combobox', { name: 'As this role' });
      await focusIsOn(field);
      expect(await connectionsOf('account/narrowed')).toEqual([]);
    },
  );
});

it('attributes that a role defines: a field for each, checked before they are sent', async () => {
  await put(call, 'account', 'schema');
  await put(call, 'contact', 'jana');
  const share = { type: 'number', required: true, minimum: 0, maximum: 100 };
  const attributeSchema = { share, level: { type: 'string', enum: ['gold', 'silver'] } };
  const role = { id: 'shareholder', name: 'Shareholder', attributeSchema };
  await call('POST', '/v1/connection-roles', role);
  const page = await connecting('account/schema');
  await pick(page, 'The jana');
  await choose(page, 'As this role', 'Shareholder');
  const field = dialogOf(page).getByRole('textbox', { name: 'Share' });
  await choose(page, 'Level', 'silver');
  await save(page, 'Save & Close');
  await dialogOf(page).getByText('Enter a value.').waitFor();
  await focusIsOn(field);
  await field.fill('101');
  await dialogOf(page).getByText('Enter at most 100.').waitFor();
  await axe(page);
  await field.fill('12.5');
  await dialogOf(page).getByRole('button', { name: 'More' }).click();
  await dialogOf(page).getByRole('textbox', { name: 'System' }).fill('crm');
  await dialogOf(page).getByRole('textbox', { name: 'Id there' }).fill('0017');
  await save(page, 'Save & Close');

  await page.getByRole('grid').getByRole('link', { name: 'The jana' }).waitFor();
  expect(await connectionsOf('account/schema')).toMatchObject([
    { attributes: { share: 12.5, level: 'silver' }, externalId: { source: 'crm', key: '0017' } },
  ]);
});

it('several records at once: refused ones stay in the form with the reason', async () => {
  await put(call, 'account', 'many');
  for (const id of ['fred', 'gina', 'hugo']) await put(call, 'contact', id);
  await call('POST', '/v1/connections', {
    record1: { type: 'contact', id: 'gina' },
    record1RoleId: 'employee',
    record2: { type: 'account', id: 'many' },
  });
  const page = await connecting('account/many');
  for (const name of ['The fred', 'The gina', 'The hugo']) await pick(page, name);
  await choose(page, 'As this role', 'Employee');
  await save(page, 'Save & Close');

  await dialogOf(page).getByText('2 created, 1 failed').waitFor();
  const refused = dialogOf(page).getByRole('alert').getByRole('listitem');
  expect(await refused.allTextContents()).toEqual([
    expect.stringMatching(/^The gina.*already connected/),
  ]);
  const made = await connectionsOf('account/many');
  expect(made).toHaveLength(3);
  expect(new Set(made.map((each: { record2RoleId: string }) => each.record2RoleId))).toEqual(
    new Set(['employee']),
  );
});

it('a lost response: saving again creates no second connection', async () => {
  await put(call, 'account', 'lost');
  await put(call, 'contact', 'ida');
  const page = await connecting('account/lost');
  await pick(page, 'The ida');
  // The service has it, and the browser never hears.
  await page.route(
    '**/v1/connections',
    async (route) => {
      await route.fetch();
      await route.abort();
    },
    { times: 1 },
  );
  await save(page, 'Save & Close');
  await dialogOf(page).getByText('The service cannot be reached').waitFor();
  expect(await connectionsOf('account/lost')).toHaveLength(1);
  await save(page, 'Save & Close');
  await expect.poll(() => dialogOf(page).count(), { timeout: 60_000 }).toBe(0);
  expect(await connectionsOf('account/lost')).toHaveLength(1);
});

itNightly('axe finds nothing serious in the dialog or its confirmation', async () => {
  const page = await connecting('account/fabrikon');
  await save(page, 'Save & Close');
  await dialogOf(page).getByText('Select a record to connect to.').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Details' }).click();
  await axe(page);
  await dialogOf(page).getByRole('textbox', { name: 'Description' }).fill('Half');
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor();
  await axe(page);
});
