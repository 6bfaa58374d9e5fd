// What happened to connections: on the record's tab, by deep links, after a delete.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, drained } from '../../support/api.ts';
import { axe, browserOfFile } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';

const { signedIn } = browserOfFile();
/** A loaded machine takes its time. */
const patient = { timeout: 60_000 };
let call: Awaited<ReturnType<typeof clientOf>>;

const record = (id: string, name = `The ${id}`) =>
  call('PUT', `/v1/records/account/${id}`, { name });

const connect = async (one: string, other: string, more: object = {}) => {
  const record1 = { type: 'account', id: one };
  const record2 = { type: 'account', id: other };
  return (await call('POST', '/v1/connections', { record1, record2, ...more })).body;
};

let id: string;

beforeAll(async () => {
  call = await clientOf('ines');
  const otto = await clientOf('otto');
  await Promise.all([record('history-a'), record('history-b')]);
  const made = await connect('history-a', 'history-b', {
    record1RoleId: 'supplier',
    effectiveStart: '2024-03-01',
  });
  id = made.id;
  await call('PATCH', `/v1/connections/${id}`, { effectiveStart: '2024-04-01' });
  await otto('POST', `/v1/connections/${id}/deactivate`);
  await drained();
});

describe('the history of a record', () => {
  it('shows who did what and when, newest first, with names and readable dates', async () => {
    const page = await signedIn({ place: '/records/account/history-a' });
    await page.getByRole('tab', { name: 'History' }).click();

    const entries = page.getByRole('list', { name: 'Changes, newest first' });
    await entries.getByText('Deactivated').waitFor();
    const [latest, changed, created] = await entries.locator('> li').allInnerTexts();
    expect(latest).toContain('by otto');
    expect(latest).toMatch(/State[\s\S]*Active[\s\S]*Inactive/);
    expect(changed).toMatch(/Modified[\s\S]*by ines[\s\S]*Start[\s\S]*1 Mar 2024[\s\S]*1 Apr 2024/);
    expect(created).toMatch(/Created[\s\S]*The history-a’s role[\s\S]*Supplier/);
    expect(created).toMatch(/The history-b’s role[\s\S]*Buyer/);
    await entries.getByRole('link', { name: 'The history-b' }).first().waitFor();
  });

  it('loads more on scrolling', async () => {
    const items = Array.from({ length: 70 }, (_, at) => ({
      type: 'account',
      id: `history-many-${at}`,
      name: `Many ${at}`,
    }));
    await call('POST', '/v1/records/batch', { items });
    const record1 = { type: 'account', id: 'history-many-0' };
    await call('POST', '/v1/connections/batch', {
      items: items.slice(1).map(({ type, id }) => ({ record1, record2: { type, id } })),
    });
    await drained();
    const page = await signedIn({ place: '/records/account/history-many-0?tab=history' });

    const entries = page.getByRole('list', { name: 'Changes, newest first' });
    await expect.poll(() => entries.locator('> li').count(), patient).toBe(50);
    await entries.locator('> li').last().scrollIntoViewIfNeeded();
    await page.getByText('End of history: 69 changes').waitFor();
    expect(await entries.locator('> li').count()).toBe(69);
  });
});

describe('what is gone', () => {
  it('a deleted connection’s history is still at its address', async () => {
    await call('DELETE', `/v1/connections/${id}`);
    await drained();
    const page = await signedIn({ place: `/connections/${id}/history` });

    await page.locator('main').getByText('Deleted').first().waitFor();
    await page.getByText('End of history: 4 changes').waitFor();
    await page.locator('main').getByRole('link', { name: 'The history-b' }).click();
    await page.getByRole('heading', { level: 1, name: 'The history-b' }).waitFor();
  });

  it('a deleted record’s page links to its history', async () => {
    await Promise.all([record('history-c'), record('history-d')]);
    await connect('history-c', 'history-d');
    await call('DELETE', '/v1/records/account/history-c');
    await drained();
    const page = await signedIn({ place: '/records/account/history-c' });

    await page.getByRole('link', { name: 'History of its connections' }).click();
    await page.getByText('End of history: 2 changes').waitFor();
  });

  it('a record that never existed has no history', async () => {
    const page = await signedIn({
      place: '/connections/01900000-0000-7000-8000-000000000000/history',
    });
    await page.getByText('There is no history for this connection').waitFor();
  });
});

it('axe finds nothing serious', async () => {
  const page = await signedIn();
  for (const place of ['/records/account/history-b?tab=history', `/connections/${id}/history`]) {
    await visit(page, place);
    await page.getByRole('list', { name: 'Changes, newest first' }).waitFor();
    await axe(page);
  }
});
