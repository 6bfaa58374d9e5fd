// A record's connections: the grid, its filters and commands, the panel with its form.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, walk } from '../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../support/browser.ts';
import { company, put } from '../support/company.ts';
import { itNightly } from '../support/effort.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
});

/** As long as a busy machine may take. */
const patiently = <Value>(value: () => Promise<Value>) => expect.poll(value);

const rows = (page: Page) => page.getByRole('grid').locator('[data-row]');
const rowOf = (page: Page, name: string) => rows(page).filter({ hasText: name });
const command = (page: Page, name: string) =>
  page.getByRole('toolbar', { name: 'Commands' }).getByRole('button', { name, exact: name !== '' });
const panel = (page: Page) => page.getByRole('complementary', { name: 'Connection details' });
/** What the button that has the focus says. */
const focused = (page: Page) => () => page.evaluate(() => document.activeElement?.textContent);
/** A cell that is neither the tick nor the link. */
const open = (page: Page, name: string) => rowOf(page, name).locator('[aria-colindex="3"]').click();

describe('the grid', () => {
  it('shows each connection and their total, as the service returns them', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon' });
    const { items } = (await call('GET', '/v1/records/account/fabrikon/connections?limit=100'))
      .body;

    await rows(page).first().waitFor();
    const told = await rows(page).first().getByRole('gridcell').allTextContents();
    const [first] = items;
    expect(told.slice(1, 7)).toEqual([
      first.record2.name,
      'Contact',
      first.record1RoleName,
      first.record2RoleName,
      '',
      first.description,
    ]);
    expect(told.slice(7)).toEqual(['1 Jun 2018', '31 May 2021', 'Past', 'Active', first.ownerId]);
    await page.getByText(`${items.length} connections`, { exact: true }).last().waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe(`${items.length + 1}`);

    await rows(page).first().getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: first.record2.name }).waitFor();
  });

  itNightly(
    'reads its filters from the address; one click clears them, "Back" restores them',
    async () => {
      const page = await signedIn({
        place: '/records/account/fabrikon?roleId=employer&connectedType=patient',
      });
      await patiently(() => rows(page).count()).toBe(6);
      await page.getByText('6 connections found').waitFor();

      await command(page, 'Filters (2)').click();
      await page.getByRole('combobox', { name: 'State' }).click();
      await page.getByRole('option', { name: 'Inactive' }).click();
      await page.getByText('No connections match these filters').waitFor();
      expect(page.url()).toContain('state=inactive');
      await page.getByRole('button', { name: 'Clear filters' }).first().click();
      await page.getByText('37 connections', { exact: true }).last().waitFor();
      expect(page.url()).not.toContain('?');

      await page.goBack();
      await page.goBack();
      await patiently(() => rows(page).count()).toBe(6);
    },
  );

  itNightly('filters by attributes of the connected record, and marks a syntax error', async () => {
    const page = await signedIn({ place: '/records/user/user-ines?connectedType=account' });
    await command(page, 'Filters (1)').click();
    const condition = page.getByRole('textbox', { name: 'Condition on the connected record' });

    await condition.fill("address/city = 'Duluth'");
    await condition.press('Enter');
    await page.getByText('at character 14: found "="').first().waitFor();
    expect(await page.locator('mark').textContent()).toBe('=');
    await condition.fill("address/city eq 'Duluth'");
    await condition.press('Enter');
    await patiently(() => rows(page).count()).toBe(4);
  });

  it('can be used with the keyboard: row, checkbox, panel, and back', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon' });
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.at);
    await rows(page).first().getByRole('link').focus();

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await patiently(focused).toBe('2:2');
    await page.keyboard.press('Space');
    expect(await page.locator('[data-row="2"]').getAttribute('aria-selected')).toBe('true');
    await page.getByText('1 selected').waitFor();
    await page.keyboard.press('Enter');
    await panel(page).getByRole('form').waitFor();
    await panel(page).getByRole('button', { name: 'Close connection details' }).focus();
    await page.keyboard.press('Escape');
    await patiently(focused).toBe('2:2');
    await page.keyboard.press('Control+End');
    await patiently(focused).toBe('36:11');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await page.getByText('37 selected').waitFor();
  });

  itNightly('loads more rows on scrolling, and exports all rows', async () => {
    await company(call, 'exporting', 130);
    const { items } = (await call('GET', '/v1/records/account/exporting/connections?limit=1')).body;
    await call('PATCH', `/v1/connections/${items[0].id}`, { description: '=1+"1"' });
    const page = await signedIn({ place: '/records/account/exporting' });
    await page.getByText('Showing 100 of 130 connections').waitFor();

    const download = page.waitForEvent('download');
    await command(page, 'Export (CSV)').click();
    const file = await (await download).path();
    const lines = (await readFile(file, 'utf8')).trim().split('\r\n');
    expect(lines).toHaveLength(131);
    expect(lines[1]).toContain(',"\'=1+""1""",2020-01-01,');
    await page.getByText('130 rows exported.').waitFor();

    await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
    await patiently(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('131');
    const last = (await walk(call, '/v1/records/account/exporting/connections', 100)).at(-1);
    // The grid's height is an estimate until its last rows are drawn.
    await patiently(async () => {
      await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
      return rowOf(page, last.record2.name).isVisible();
    }).toBe(true);
  });
});

describe('commands', () => {
  it('apply to a range selected with Shift, after a confirmation that focuses Cancel', async () => {
    await company(call, 'range', 5);
    const page = await signedIn({ place: '/records/account/range' });
    const tick = (row: number) => rows(page).nth(row).getByRole('checkbox');
    await tick(1).click();
    await tick(3).click({ modifiers: ['Shift'] });
    await page.getByText('3 selected').waitFor();
    await command(page, 'Delete').click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete 3 connections?' });
    await dialog.getByText('These connections are deleted from both records.').waitFor();
    await patiently(focused(page)).toBe('Cancel');
    await page.keyboard.press('Enter');
    await patiently(focused(page)).toBe('Delete');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('3 connections deleted.').waitFor();
    // The row that has taken the place of those deleted.
    await patiently(() =>
      page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset.at),
    ).toMatch(/^1:/);
  });

  itNightly('change several connections at once, and show the result for each', async () => {
    const [first, second, third] = await company(call, 'several', 4);
    const page = await signedIn({ place: '/records/account/several' });
    for (const { record1 } of [first, second, third]) {
      await rowOf(page, record1.name).getByRole('checkbox').check();
    }
    await call('PATCH', `/v1/connections/${second.id}`, { description: 'saved by another user' });

    await command(page, 'Delete').click();
    const dialog = page.getByRole('alertdialog', { name: 'Delete 3 connections?' });
    await dialog.getByRole('button', { name: 'Delete' }).click();
    const alert = dialog.getByRole('alert');
    await alert.getByText('1 connection could not be changed:').waitFor();
    expect(await alert.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining(second.record1.name),
    ]);
    const statusOf = async ({ id }: { id: string }) =>
      (await call('GET', `/v1/connections/${id}`)).status;
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual([404, 200, 404]);
    // The row already shows what another user wrote; the command is applied to that.
    await page.getByText('saved by another user').first().waitFor();
    await dialog.getByRole('button', { name: 'Try again (1)' }).click();
    await page.getByText('3 connections deleted.').waitFor();
    await patiently(() => rows(page).count()).toBe(1);
    expect(await statusOf(second)).toBe(404);
  });

  itNightly('reload only what they changed: the row and its counts, not the list', async () => {
    const [one] = await company(call, 'patched', 130);
    const page = await signedIn({ place: '/records/account/patched' });
    await rows(page).first().waitFor();
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, grid.scrollHeight));
    await patiently(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('131');
    await page.getByRole('grid').evaluate((grid) => grid.scrollTo(0, 0));
    const lists: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/connections?')) lists.push(request.url());
    });

    await rowOf(page, one.record1.name).getByRole('checkbox').first().check();
    await command(page, 'Deactivate').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('1 connection deactivated.').waitFor();
    await rowOf(page, 'Inactive').getByRole('link', { name: one.record1.name }).waitFor();
    await command(page, 'Delete').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByText('129 connections', { exact: true }).last().waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('130');
    expect(lists).toEqual([]);
  });

  itNightly('say why they are disabled', async () => {
    const [one] = await company(call, 'reasons', 1);
    const scope = 'liaison/read liaison/write';
    const place = `/records/account/reasons?connection=${one.id}`;
    const page = await signedIn({ place, scope, sub: 'otto' });
    await panel(page).getByRole('form').waitFor();
    expect(await command(page, 'Delete').getAttribute('title')).toContain('Only the owner');

    await command(page, 'Deactivate').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Deactivate' }).click();
    await panel(page).getByText('This connection is inactive and read-only.').waitFor();
    expect(await panel(page).getByRole('textbox', { name: 'Description' }).isDisabled()).toBe(true);
    expect(await command(page, 'Edit').getAttribute('title')).toContain('Activate it first');
    await command(page, 'Activate').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Activate' }).click();
    await patiently(() =>
      panel(page).getByRole('textbox', { name: 'Description' }).isEnabled(),
    ).toBe(true);
    expect((await call('GET', `/v1/connections/${one.id}`)).body.state).toBe('active');
  });

  itNightly('that write are hidden from users who may only read', async () => {
    const page = await signedIn({ place: '/records/account/fabrikon', scope: 'liaison/read' });
    await rows(page).first().waitFor();
    expect(await command(page, '').allTextContents()).toEqual([
      'Refresh',
      'Export (CSV)',
      'Filters',
    ]);
  });
});

describe('editing', () => {
  it('keeps input that is typed while it is saving', async () => {
    const [one] = await company(call, 'typing-on', 1);
    const page = await signedIn({ place: `/records/account/typing-on?connection=${one.id}` });
    const description = panel(page).getByRole('textbox', { name: 'Description' });
    await description.fill('first');
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const arrived = new Promise<void>((resolve) => {
      page.route(`**/v1/connections/${one.id}`, async (route) => {
        if (route.request().method() !== 'PATCH') return route.continue();
        const response = await route.fetch();
        resolve();
        await held;
        await route.fulfill({ response });
      });
    });
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await arrived;
    await description.pressSequentially(' and more');
    answer();

    await rowOf(page, 'first').waitFor();
    expect(await description.inputValue()).toBe('first and more');
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).getByText('Saved.').waitFor();
    expect((await call('GET', `/v1/connections/${one.id}`)).body.description).toBe(
      'first and more',
    );
  });

  itNightly('changes the own side’s role, and asks before it discards input', async () => {
    const [one, two] = await company(call, 'editing', 2);
    // It was made from the other side: this record is its record2.
    const page = await signedIn({ place: '/records/account/editing' });
    await open(page, one.record1.name);
    await panel(page).getByRole('combobox', { name: 'As this role' }).click();
    await page.getByRole('option', { name: 'Former Employee' }).click();
    await panel(page).getByRole('textbox', { name: 'Description' }).fill('Left in June');
    await open(page, two.record1.name);
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(page.url()).toContain(one.id);
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).getByText('Saved.').waitFor();

    expect((await call('GET', `/v1/connections/${one.id}`)).body).toMatchObject({
      record1RoleId: 'former-employee',
      record2RoleId: 'former-employer',
      description: 'Left in June',
      version: 2,
    });
    await rowOf(page, 'Left in June').waitFor();
  });

  itNightly('with unsaved changes asks before another connection is opened', async () => {
    const [one] = await company(call, 'two-forms', 1);
    await put(call, 'contact', 'guest');
    const page = await signedIn({ place: `/records/account/two-forms?connection=${one.id}` });
    const description = panel(page).getByRole('textbox', { name: 'Description' });
    await description.fill('not saved');
    await command(page, 'Connect').click();
    await page.getByRole('menuitem', { name: 'To Another' }).click();
    const dialog = page.getByRole('dialog', { name: 'New connection' });
    await dialog.getByRole('combobox', { name: 'Name', exact: true }).pressSequentially('The gue');
    await page.getByRole('option', { name: /^The guest/ }).click();
    const owner = dialog.getByRole('combobox', { name: 'Owner' });
    await owner.fill('');
    await owner.pressSequentially('Leila');
    await page.getByRole('option', { name: 'user-leila · Leila Farzan' }).click();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Keep editing' }).click();
    expect(await description.inputValue()).toBe('not saved');
    expect(page.url()).toContain(one.id);
    await rowOf(page, 'The guest').getByText('user-leila').waitFor();
  });

  it('after another user’s change shows both values, and saves the chosen one', async () => {
    const [one] = await company(call, 'conflict', 1);
    const page = await signedIn({ place: `/records/account/conflict?connection=${one.id}` });
    const description = panel(page).getByRole('textbox', { name: 'Description' });
    await description.fill('mine');
    await panel(page).getByLabel('End').fill('2030-12-31');
    const other = await signedIn({ place: `/records/account/conflict?connection=${one.id}` });
    await panel(other).getByRole('textbox', { name: 'Description' }).fill('theirs');
    await panel(other).getByLabel('Start').fill('2021-01-01');
    await panel(other).getByRole('button', { name: 'Save' }).click();
    await panel(other).getByText('Saved.').waitFor();

    await panel(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).getByText('Someone else changed this connection').waitFor();
    const choice = (field: string) => panel(page).getByRole('radiogroup', { name: field });
    expect(await choice('Start').getByRole('radio', { name: 'Their value' }).isChecked()).toBe(
      true,
    );
    expect(await choice('End').getByRole('radio', { name: 'Your value' }).isChecked()).toBe(true);
    await choice('Description').getByRole('radio', { name: 'Their value: theirs' }).check();
    await panel(page).getByRole('button', { name: 'Save' }).click();
    await panel(page).getByText('Saved.').waitFor();
    expect((await call('GET', `/v1/connections/${one.id}`)).body).toMatchObject({
      description: 'theirs',
      effectiveStart: '2021-01-01',
      effectiveEnd: '2030-12-31',
      version: 3,
    });
  });
});

itNightly(
  'axe finds nothing serious in the grid, its filters, its panel or a confirmation',
  async () => {
    const page = await signedIn({ place: '/records/account/fabrikon?roleId=employer' });
    await command(page, 'Filters (1)').click();
    await rows(page).first().getByRole('checkbox').check();
    await rows(page).first().locator('[aria-colindex="3"]').click();
    await panel(page).getByRole('form').waitFor();
    await page.waitForLoadState('networkidle');
    await axe(page);
    await command(page, 'Delete').click();
    await page.getByRole('alertdialog').waitFor();
    await axe(page);
  },
);

it('at 360 px shows cards and a full-page panel, and does not scroll sideways', async () => {
  const page = await signedIn({ place: '/records/account/fabrikon', context: narrow });
  await rows(page).first().waitFor();
  await assertNoSidewaysScroll(page, '[role=grid]');
  await page.getByRole('button', { name: 'More commands' }).click();
  await page.getByRole('menuitem', { name: 'Export (CSV)' }).waitFor();
  await page.keyboard.press('Escape');
  await rows(page)
    .nth(1)
    .click({ position: { x: 200, y: 60 } });
  await page.getByRole('dialog', { name: 'Connection details' }).getByRole('form').waitFor();
});
