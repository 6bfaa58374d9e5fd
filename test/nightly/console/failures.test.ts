// The page with failures: what is listed, its details, and the outcome of a replay.
import { beforeEach, expect, it } from 'vitest';
import { drained } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { service } from '../../support/service.ts';

const { signedIn } = browserOfFile();
const place = '/administer/failures';

/** Two events on which the workflow Rename fails. */
beforeEach(async () => {
  const { queues } = await service();
  for (const queue of queues.values()) queue.purge();
  const queue = [...queues.values()].find(({ name }) => name.startsWith('RenameQueue'));
  for (const eventId of ['poison-1', 'poison-2']) {
    queue?.send(JSON.stringify({ 'detail-type': 'Record Renamed', detail: { eventId } }));
  }
  await drained();
});

it('shows failures with their details, also in a narrow window', async () => {
  const page = await signedIn({ place, context: narrow });
  const table = page.getByRole('table', { name: 'Rename: 2 failures' });
  await table.getByText('poison-1').waitFor();
  await table
    .getByText(/^ZodError: /)
    .first()
    .waitFor();
  await assertNoSidewaysScroll(page);
  await axe(page);

  await page.getByRole('button', { name: 'Details of poison-2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Failure of Rename' });
  await dialog.getByRole('region', { name: 'The event' }).getByText('"poison-2"').waitFor();
  await dialog.getByRole('region', { name: 'Where it failed' }).getByText(/at /).waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
});

it('replays all failures of a workflow, or one, and shows the outcome', async () => {
  const page = await signedIn({ place });
  const status = page.getByRole('status').filter({ hasText: 'Replayed' });
  const replay = async (name: string, title: string) => {
    await page.getByRole('button', { name }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog', { name: title }).getByText('processed again').waitFor();
    await page.getByRole('button', { name: 'Replay', exact: true }).focus();
    await page.keyboard.press('Enter');
  };
  await replay('Replay all of Rename', 'Replay 2 failures of Rename?');
  await status.getByText('2 started, 0 succeeded, 2 failed again').waitFor();
  await page.getByRole('table', { name: 'Rename: 2 failures' }).waitFor();
  await axe(page);

  await replay('Replay poison-1', 'Replay this failure of Rename?');
  await status.getByText('1 started, 0 succeeded, 1 failed again').waitFor();
  await page.getByRole('table', { name: 'Rename: 2 failures' }).waitFor();
});

it('is for administrators only', async () => {
  const page = await signedIn({ place, sub: 'rosa', scope: 'liaison/read' });
  await page.getByText('This page is for administrators').waitFor();
  expect(await page.getByRole('link', { name: 'Failures' }).count()).toBe(0);
});
