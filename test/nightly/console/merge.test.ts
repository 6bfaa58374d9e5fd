// Merging a record into another one: the preview, the confirmation, and the page of the merged record.
import { beforeAll, expect, it } from 'vitest';
import { clientOf, drained } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';
import { put } from '../../support/company.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;

beforeAll(async () => {
  call = await clientOf('ines');
});

/** A contact that is there twice: of its three connections, one is new to the other contact. */
async function twice(id: string) {
  const [merged, survivor] = [`${id}-twin`, id] as const;
  for (const each of [merged, survivor]) await put(call, 'contact', each);
  await put(call, 'account', id);
  await put(call, 'account', `${id}-other`);
  const connect = (from: string, [type, to]: readonly [string, string], title: string) =>
    call('POST', '/v1/connections', {
      record1: { type: 'contact', id: from },
      record2: { type, id: to },
      title,
    });
  await connect(survivor, ['account', id], 'Chair');
  await connect(merged, ['account', id], 'CHAIR');
  await connect(merged, ['account', `${id}-other`], 'Chair');
  await connect(merged, ['contact', survivor], 'Twin');
}

it('shows what moves and what is removed, then leads to the surviving record', async () => {
  await twice('maud');
  const page = await signedIn({ place: '/records/contact/maud-twin' });
  await page.getByRole('button', { name: 'Record commands' }).click();
  await page.getByRole('menuitem', { name: 'Merge into another record' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Merge The maud-twin?' });
  const picker = dialog.getByRole('combobox', { name: 'Merge into' });
  await picker.pressSequentially('The maud');
  await page.getByRole('option', { name: /^The maud-twin/ }).click();
  await dialog.getByText('A record cannot be merged into itself.').waitFor();
  await picker.fill('The mau');
  await page.getByRole('option', { name: /^The maud(?!-twin)/ }).click();
  await dialog.getByText('1 connection moves to The maud.').waitFor();
  await dialog.getByText('1 connection is removed because The maud has it already').waitFor();
  await dialog.getByText('1 connection is removed because it connects these two').waitFor();
  const merge = dialog.getByRole('button', { name: 'Merge' });
  expect(await merge.getAttribute('aria-disabled')).toBe('true');
  await axe(page);
  await dialog.getByRole('textbox', { name: /^To confirm/ }).fill('the MAUD-twin');
  await merge.click();

  await page.getByRole('heading', { level: 1, name: 'The maud', exact: true }).waitFor();
  await drained();
  const { items } = (await call('GET', '/v1/records/contact/maud/connections')).body;
  expect(
    items.map((each: { name: string; title: string }) => [each.name, each.title]).sort(),
  ).toEqual([
    ['The maud', 'Chair'],
    ['The maud-other', 'Chair'],
  ]);
  await visit(page, '/');
  await page.getByRole('link', { name: /^The maud ?Contact$/ }).waitFor();
  expect(await page.getByRole('link', { name: /^The maud-twin/ }).count()).toBe(0);
});

it('the page of a merged record shows and links to the other one, at 360 px, too', async () => {
  await twice('nils');
  await call('POST', '/v1/records/contact/nils-twin/merge', {
    into: { type: 'contact', id: 'nils' },
  });
  await drained();
  const page = await signedIn({ place: '/records/contact/nils-twin', context: narrow });
  await page.getByText('This record was merged into The nils').waitFor();
  await assertNoSidewaysScroll(page);
  await axe(page);
  await page.getByRole('link', { name: 'Go to The nils' }).click();
  await page.getByRole('heading', { level: 1, name: 'The nils', exact: true }).waitFor();
  await page.getByRole('tab', { name: 'History' }).click();
  await page.getByText('Moved, because a record was merged').first().waitFor();
});

it('is offered only to administrators', async () => {
  await twice('olaf');
  const scope = 'liaison/read liaison/write';
  const page = await signedIn({ place: '/records/contact/olaf-twin', scope });
  await page.getByRole('button', { name: 'Record commands' }).click();
  const merge = page.getByRole('menuitem', { name: 'Merge into another record' });
  await merge.getByText('Only an administrator can merge records.').waitFor();
  expect(await merge.getAttribute('aria-disabled')).toBe('true');
});
