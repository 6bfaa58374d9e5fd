// Administering: connection roles in four steps, what a change would affect, record types.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, drained } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';

const { signedIn } = browserOfFile();
/** A loaded machine takes its time. */
const patient = { timeout: 60_000 };
let call: Awaited<ReturnType<typeof clientOf>>;

const roleOf = async (id: string) => (await call('GET', `/v1/connection-roles/${id}`)).body;

const makeRole = (id: string, more: object = {}) =>
  call('PUT', `/v1/connection-roles/${id}`, { name: `Role ${id}`, category: 'other', ...more });

/** A role on three connections: of two accounts and a contact. */
async function usedRole(id: string, more: object = {}) {
  await makeRole(id, more);
  const items = ['x', 'y', 'z'].map((end) => ({
    type: end === 'z' ? 'contact' : 'account',
    id: `${id}-${end}`,
    name: `${id} ${end}`,
  }));
  const target = { type: 'account', id: `${id}-target` };
  await call('POST', '/v1/records/batch', { items: [...items, { ...target, name: id }] });
  await call('POST', '/v1/connections/batch', {
    items: items.map(({ type, id: end }) => ({
      record1: { type, id: end },
      record1RoleId: id,
      record2: target,
      record2RoleId: null,
    })),
  });
  await drained();
}

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

/** Moves the focus by Tab until it is on what has this name. */
async function tabTo(page: Page, name: RegExp) {
  for (let tabs = 0; tabs < 60; tabs += 1) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null;
      const labels = [...(at?.labels ?? [])].map(({ textContent }) => textContent);
      return at?.getAttribute('aria-label') || labels.join() || at?.textContent || '';
    });
    if (name.test(here)) return;
  }
  throw new Error(`Tab does not come to ${name}`);
}

beforeAll(async () => {
  call = await clientOf('ines');
});

describe('connection roles', () => {
  it('are filtered by name, category, record type and state', async () => {
    const page = await signedIn({ place: '/administer/roles' });
    const rows = page.getByRole('table', { name: 'Connection roles' }).locator('tbody tr');
    const { body } = await call(
      'GET',
      '/v1/connection-roles?recordType=doctor&category=family&limit=100',
    );

    await page.getByRole('combobox', { name: 'Any record type' }).click();
    await page.getByRole('option', { name: 'Doctor' }).click();
    await page.getByRole('combobox', { name: 'Any category' }).click();
    await page.getByRole('option', { name: 'Family' }).click();
    await expect.poll(() => rows.count(), patient).toBe(body.items.length);
    await page.getByRole('searchbox', { name: 'Filter by name' }).fill('spo');
    await expect.poll(() => rows.count(), patient).toBe(1);
    expect(new URL(page.url()).hash).toContain('recordType=doctor&category=family&name=spo');
    await rows.getByRole('link', { name: 'Spouse' }).click();
    await page.getByRole('heading', { level: 1, name: 'Spouse' }).waitFor();
  });

  it('can be created with the keyboard alone', async () => {
    await makeRole('kept-match', { name: 'Kept match' });
    const page = await signedIn({ place: '/administer/roles' });

    await tabTo(page, /^New role$/);
    await press(page, 'Enter');
    await page.getByRole('heading', { level: 1, name: 'New role' }).waitFor();
    await tabTo(page, /^Name/);
    await page.keyboard.type('Keeper of Keys');
    await tabTo(page, /^Description/);
    await page.keyboard.type('By keys alone');
    await tabTo(page, /^All record types/);
    await press(page, 'ArrowDown');
    await tabTo(page, /^Contact/);
    await press(page, 'Space');
    await tabTo(page, /^Add a matching role/);
    await page.keyboard.type('Kept m');
    await page.getByRole('option', { name: /^Kept match/ }).waitFor();
    await press(page, 'ArrowDown', 'Enter');
    await page
      .getByText('Keeper of Keys will be added to the end of the matching roles of Kept match')
      .waitFor();
    await tabTo(page, /^Save$/);
    await press(page, 'Enter');

    await page.getByRole('heading', { level: 1, name: 'Keeper of Keys' }).waitFor();
    expect(await roleOf('keeper-of-keys')).toMatchObject({
      name: 'Keeper of Keys',
      category: 'business',
      description: 'By keys alone',
      recordTypes: ['contact'],
      matchingRoleIds: ['kept-match'],
      state: 'active',
    });
    expect((await roleOf('kept-match')).matchingRoleIds).toEqual(['keeper-of-keys']);
  });

  it('show errors at the field', async () => {
    const page = await signedIn({ place: '/administer/new-role' });
    await page.getByLabel('Only these record types').check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Enter a name.').waitFor();
    await page.getByText('Select at least one record type, or all record types.').waitFor();

    await page.getByLabel('All record types').check();
    await page.getByRole('textbox', { name: 'Name' }).fill('Vendor');
    await page.getByText('A role with this id already exists.').waitFor();
    await page.getByRole('textbox', { name: 'Id' }).fill('Not An Id');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/^must be 1–64 characters from a–z/).waitFor();

    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(await page.getByRole('textbox', { name: 'Id' }).inputValue()).toBe('Not An Id');
  });

  it('have a limit and an attribute schema, with what is wrong at its field', async () => {
    const page = await signedIn({ place: '/administer/new-role' });
    const attributes = page.getByRole('list', { name: 'Attributes of connections' });
    const save = () => page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Lead Investor');
    const limit = page.getByRole('textbox', { name: 'Limit per record' });
    await limit.fill('0');
    await page.getByLabel('Only the attributes defined here').check();
    await page.getByRole('button', { name: 'Add attribute' }).click();
    await attributes.getByRole('textbox', { name: 'Name of the attribute' }).fill('share');
    await attributes.getByRole('combobox', { name: 'Type' }).click();
    await page.getByRole('option', { name: 'Number', exact: true }).click();
    await attributes.getByRole('checkbox', { name: 'Required' }).check();
    await attributes.getByRole('textbox', { name: 'Minimum' }).fill('many');
    await save();
    await page.getByText('Enter a whole number from 1 to 100').waitFor();
    await page.getByText('Enter a number.').waitFor();
    await limit.fill('1');
    // What the service refuses.
    await attributes.getByRole('textbox', { name: 'Minimum' }).fill('200');
    await attributes.getByRole('textbox', { name: 'Maximum' }).fill('100');
    await save();
    await attributes.getByText('must not be greater than the maximum 100').waitFor();
    await axe(page);
    await attributes.getByRole('textbox', { name: 'Minimum' }).fill('0');
    await save();

    await page.getByRole('heading', { level: 1, name: 'Lead Investor' }).waitFor();
    const share = { type: 'number', required: true, minimum: 0, maximum: 100 };
    expect(await roleOf('lead-investor')).toMatchObject({
      maxPerRecord: 1,
      attributeSchema: { share },
    });
    await page.getByText('share (number, required, at least 0, at most 100)').waitFor();

    await page.getByRole('button', { name: 'Add attribute' }).click();
    await attributes.getByRole('textbox', { name: 'Name of the attribute' }).last().fill('level');
    await attributes.getByRole('textbox', { name: 'Allowed values' }).last().fill('gold\nsilver');
    await page.getByRole('button', { name: 'Remove share' }).click();
    await page.getByRole('button', { name: 'Save & close' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Lead Investor' });
    await row.getByText('At most 1').waitFor();
    expect((await roleOf('lead-investor')).attributeSchema).toEqual({
      level: { type: 'string', enum: ['gold', 'silver'] },
    });
  });

  it('say what restricting them affects before it is saved', async () => {
    await makeRole('narrow-match', { name: 'Narrow match' });
    await usedRole('narrow', { matchingRoleIds: ['narrow-match'] });
    const page = await signedIn({ place: '/administer/roles/narrow' });
    await page.getByText('Used by 3 records in 3 connections').waitFor();

    await page.getByLabel('Only these record types').check();
    await page.getByLabel(/^Contact/).check();
    await page.getByText('Account: 2 connections keep this role').waitFor();
    expect(await page.getByText(/^Contact: /).count()).toBe(0);
    await page.getByRole('button', { name: 'Remove Narrow match' }).click();
    await page.getByText(/^Role narrow and Narrow match: existing connections keep both/).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await page.getByText('Unsaved changes').waitFor({ state: 'detached' });
    expect(await roleOf('narrow')).toMatchObject({ recordTypes: ['contact'], matchingRoleIds: [] });
    expect((await roleOf('narrow-match')).matchingRoleIds).toEqual([]);
    await page.getByRole('list', { name: 'Changes' }).getByText('Modified').first().waitFor();
  });

  it('keep the order of their matching roles; the first active one is the default', async () => {
    await Promise.all([makeRole('order-a'), makeRole('order-b')]);
    await makeRole('order', { matchingRoleIds: ['order-a', 'order-b'] });
    const page = await signedIn({ place: '/administer/roles/order' });
    const matches = page.getByRole('list', { name: 'Matching roles' }).getByRole('listitem');
    await matches.first().getByText('Default', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Move Role order-b up' }).click();
    expect(await matches.first().innerText()).toContain('Role order-b');
    await page.getByRole('button', { name: 'Save & close' }).click();

    await page.getByRole('heading', { level: 1, name: 'Connection roles' }).waitFor();
    expect((await roleOf('order')).matchingRoleIds).toEqual(['order-b', 'order-a']);
  });

  it('are not overwritten when another user changed them first', async () => {
    await makeRole('raced');
    const page = await signedIn({ place: '/administer/roles/raced' });
    await page.getByRole('textbox', { name: 'Description' }).fill('Mine');
    await call('PATCH', '/v1/connection-roles/raced', { description: 'Theirs' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();

    await page.getByText('Someone else changed this role').waitFor();
    await page.getByRole('button', { name: 'Load latest version' }).click();
    const description = page.getByRole('textbox', { name: 'Description' });
    await expect.poll(() => description.inputValue(), patient).toBe('Theirs');
    await description.fill('Both');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await roleOf('raced')).description, patient).toBe('Both');
  });

  it('are deactivated, activated, and deleted once unused', async () => {
    await usedRole('cleared');
    const page = await signedIn({ place: '/administer/roles/cleared' });
    await page.getByText('Used by 3 records in 3 connections').waitFor();
    const dialog = page.getByRole('alertdialog');

    await page.getByRole('button', { name: 'Deactivate' }).click();
    await dialog.getByText('3 connections keep this role.').waitFor();
    await dialog.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Activate', exact: true }).click();
    await page.getByRole('button', { name: 'Deactivate' }).waitFor();
    expect((await roleOf('cleared')).state).toBe('active');

    await page.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('3 connections have this role.').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('The role was not deleted: 3 connections still use it.').waitFor();
    await dialog.getByLabel(/^Remove it from all connections/).check();
    await dialog.getByRole('button', { name: 'Delete' }).click();

    await page.getByText('This role has been deleted.').waitFor();
    expect((await call('GET', '/v1/connection-roles/cleared')).status).toBe(404);
    const { body } = await call('GET', '/v1/records/account/cleared-target/connections');
    expect(body.items.map((each: { record2RoleId: unknown }) => each.record2RoleId)).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('record types', () => {
  it('are created, renamed, enabled and deleted', async () => {
    const page = await signedIn({ place: '/administer/record-types' });
    await page.getByRole('button', { name: 'New record type' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Display name' }).fill('Vessel');
    await dialog.getByRole('textbox', { name: 'Id' }).fill('1 vessel');
    await dialog.getByLabel('Enable connections').uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/^must be 1–64 characters from a–z, 0–9 and _/).waitFor();
    await dialog.getByRole('textbox', { name: 'Id' }).fill('vessel');
    await dialog.getByRole('button', { name: 'Save' }).click();

    await page.getByRole('button', { name: 'Edit Vessel' }).click();
    await dialog.getByRole('textbox', { name: 'Plural name' }).fill('Vessels');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Enable connections for Vessels' }).click();
    const asked = page.getByRole('alertdialog');
    await asked.getByRole('button', { name: 'Enable connections' }).click();
    await asked.waitFor({ state: 'detached' });
    expect((await call('GET', '/v1/record-types/vessel')).body).toEqual({
      type: 'vessel',
      displayName: 'Vessel',
      displayCollectionName: 'Vessels',
      connectionsEnabled: true,
      version: 3,
    });

    await call('PUT', '/v1/records/vessel/argo', { name: 'Argo' });
    await page.getByRole('button', { name: 'Delete Vessels' }).click();
    await asked.getByRole('button', { name: 'Delete' }).click();
    await asked.getByText('there are records of the type vessel; delete them first').waitFor();
    await call('DELETE', '/v1/records/vessel/argo');
    await asked.getByRole('button', { name: 'Delete' }).click();
    await asked.waitFor({ state: 'detached' });
    expect((await call('GET', '/v1/record-types/vessel')).status).toBe(404);
  });
});

const places = [
  '/administer/roles',
  '/administer/new-role',
  '/administer/roles/client',
  '/administer/record-types',
  '/administer/import',
];

describe('who may only read', () => {
  it('finds no link to these pages; each page says what it is for', async () => {
    const page = await signedIn({ scope: 'liaison/read' });
    expect(await page.getByRole('heading', { name: 'Administer' }).count()).toBe(0);
    for (const place of places) {
      await visit(page, place);
      await page.getByText('This page is for administrators').waitFor();
      expect(await page.locator('main').getByRole('button').count()).toBe(0);
    }
  });
});

it('axe finds nothing serious on any page or dialog', async () => {
  const page = await signedIn();
  for (const place of places) {
    await visit(page, place);
    await axe(page);
  }
  await visit(page, '/administer/roles/client');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').waitFor();
  await axe(page);
});

it('at 360 px nothing is cut off or scrolls sideways', async () => {
  const page = await signedIn({ context: narrow });
  for (const place of places) {
    await visit(page, place);
    await assertNoSidewaysScroll(page);
  }
});
