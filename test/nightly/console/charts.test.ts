// The charts of a record: the counts of the service, each leading to what it counts.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';
import { axe, browserOfFile } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;
const fabrikon = '/records/account/fabrikon';
const place = `${fabrikon}?tab=charts`;

/** Generous: the service answers in its own time. */
const until = (read: () => unknown) => expect.poll(read, { timeout: 60_000 });

beforeAll(async () => {
  call = await clientOf('ines');
});

describe('the charts', () => {
  it('show the service’s counts, and link to the counted connections', async () => {
    const page = await signedIn({ place: fabrikon });
    await page.getByRole('tab', { name: 'Charts' }).click();
    const { body } = await call('GET', `/v1${fabrikon}/summary`);

    const byRole = page.getByRole('region', { name: 'By Fabrikon’s role', exact: true });
    const bars = byRole.getByRole('link');
    await until(() => bars.count()).toBe(body.byRole.length);
    const [first] = body.byRole;
    await byRole.getByRole('link', { name: `${first.name} ${first.count}`, exact: true }).click();
    expect(new URL(page.url()).hash).toBe(`#${fabrikon}?roleId=${first.key}`);
    await page.getByRole('tab', { name: 'Connections', selected: true }).waitFor();
  });

  it('count what was in effect at the end of each period', async () => {
    const page = await signedIn({ place });
    const overTime = page.getByRole('region', { name: 'Over time' });
    await overTime.getByLabel('Count', { exact: true }).selectOption('In effect');
    const { body } = await call('GET', `/v1${fabrikon}/connections?activeOn=2019-12-31&limit=100`);
    await overTime
      .getByRole('link', { name: `31 Dec 2019: ${body.items.length} connections in effect` })
      .click();
    expect(new URL(page.url()).hash).toBe(`#${fabrikon}?activeOn=2019-12-31`);
  });

  it('have tables with the same data', async () => {
    const page = await signedIn({ place });
    await page.getByRole('button', { name: 'Table' }).click();
    const { body } = await call('GET', `/v1${fabrikon}/summary`);
    const [first] = body.byRole;
    await page
      .getByRole('region', { name: 'By Fabrikon’s role', exact: true })
      .getByRole('row', { name: `${first.name} ${first.count}` })
      .first()
      .waitFor();
    const starts = page.getByRole('region', { name: 'Over time' }).getByRole('row');
    await until(() => starts.count()).toBeGreaterThan(10);
  });

  it('say that there is nothing to count', async () => {
    await call('PUT', '/v1/records/competitor/lone-star', { name: 'Lone Star' });
    const page = await signedIn({ place: '/records/competitor/lone-star?tab=charts' });
    await page.getByText('No connections yet').waitFor();
    await call('DELETE', '/v1/records/competitor/lone-star');
  });
});

it('axe finds nothing serious', async () => {
  const page = await signedIn();
  for (const each of [place, `${place}&view=table`]) {
    await visit(page, each);
    await axe(page);
  }
});
