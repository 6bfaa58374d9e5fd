// The graph of a record: what is drawn is what the service answers, by mouse and by keyboard.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';
import { assertNoSidewaysScroll, axe, browserOfFile, narrow } from '../../support/browser.ts';
import { visit } from '../../support/chromium.ts';

const { signedIn } = browserOfFile();
let call: Awaited<ReturnType<typeof clientOf>>;
const maria = '/records/contact/maria-oduya';
const place = `${maria}?tab=graph`;

/** Generous: the service answers in its own time. */
const until = (read: () => unknown) => expect.poll(read, { timeout: 60_000 });

beforeAll(async () => {
  call = await clientOf('ines');
});

interface Answered {
  nodes: { type: string; id: string; name: string }[];
  edges: { id: string }[];
}
async function answered(query: string, record = maria): Promise<Answered> {
  return (await call('GET', `/v1${record}/graph${query}`)).body;
}

const keysOf = ({ nodes }: Answered) => nodes.map(({ type, id }) => `${type}/${id}`).sort();
const drawn = (page: Page) =>
  page
    .locator('[data-node]')
    .evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-node')).sort());
const node = (page: Page, key: string) => page.locator(`[data-node="${key}"]`);
const search = (page: Page) => new URLSearchParams(new URL(page.url()).hash.split('?')[1]);
const counts = ({ nodes, edges }: Answered) =>
  `${nodes.length} records, ${edges.length} connections`;
const transformOf = (page: Page, key: string) => node(page, key).getAttribute('transform');

/** Until the layout has come to its end, and the drawing with it. */
async function settled(page: Page) {
  await node(page, 'contact/maria-oduya').waitFor();
  await until(() => page.locator('[data-kind="name"]').count()).toBeGreaterThan(3);
  // The layout has settled when the nodes are where they were before.
  let before = '';
  await until(async () => {
    const last = before;
    before = await page
      .locator('[data-node]')
      .evaluateAll((nodes) => nodes.map((one) => one.getAttribute('transform')).join());
    return before === last;
  }).toBe(true);
}

describe('the graph', () => {
  it('draws each record and connection once, with roles along the lines', async () => {
    const page = await signedIn({ place: maria });
    await page.getByRole('tab', { name: 'Graph' }).click();
    const graph = await answered('');

    await page.getByText(counts(graph)).waitFor();
    expect(await drawn(page)).toEqual(keysOf(graph));
    await settled(page);
    await page.locator('[data-kind="role"]').getByText('Parent – Child').waitFor();
    const lines = await page
      .locator('[data-line]')
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d') ?? '').join(''));
    expect(lines.split('M').length - 1).toBe(graph.edges.length);
  });

  it('is filtered by role, type, category and day, all in the address', async () => {
    const page = await signedIn({ place });
    await settled(page);
    await page.getByLabel('Maria’s role', { exact: true }).selectOption({ label: 'Friend' });
    await until(() => drawn(page)).toEqual(keysOf(await answered('?roleId=friend')));
    await page.getByLabel('Type', { exact: true }).selectOption({ label: 'Users' });
    const both = keysOf(await answered('?roleId=friend&connectedType=user'));
    await until(() => drawn(page)).toEqual(both);
    await page.reload();
    await until(() => drawn(page)).toEqual(both);
    // The next choice comes before React has drawn the address without filters.
    await page.evaluate(async () => {
      const category = [...document.querySelectorAll('select')].find(({ options }) =>
        [...options].some(({ value }) => value === 'family'),
      );
      if (!category) throw new Error('there is no choice of a category');
      const clear = [...document.querySelectorAll('button')].find(
        ({ textContent }) => textContent === 'Clear filters',
      );
      clear?.click();
      await Promise.resolve();
      category.value = 'family';
      category.dispatchEvent(new Event('change', { bubbles: true }));
    });
    const { body } = await call('GET', `/v1${maria}/connections?category=family&limit=100`);
    const family = new Set(
      body.items.map(
        ({ record2 }: { record2: { type: string; id: string } }) => `${record2.type}/${record2.id}`,
      ),
    );
    await until(() => drawn(page)).toEqual(['contact/maria-oduya', ...family].sort());
    await page.getByRole('button', { name: 'Clear filters' }).click();

    await page.getByRole('button', { name: 'Filter by day' }).click();
    await page.locator('input[type=date]').fill('2015-06-01');
    const then = keysOf(await answered('?activeOn=2015-06-01'));
    expect(then.length).toBeLessThan(keysOf(await answered('')).length);
    await until(() => drawn(page)).toEqual(then);
    expect(search(page).get('activeOn')).toBe('2015-06-01');
  });

  it('can be explored, expanded and centred with the keyboard; "Back" works', async () => {
    const page = await signedIn({ place });
    await settled(page);
    const focused = () =>
      page.evaluate(() => document.activeElement?.parentElement?.getAttribute('data-node'));
    for (let at = 0; at < 80 && !(await focused()); at += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe('contact/maria-oduya');
    for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    const other = String(await focused());
    expect(other).not.toBe('contact/maria-oduya');

    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Open record' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until(() => search(page).get('expanded')).toBe(other);
    const [own, others] = [
      await answered(''),
      await answered('?maxNodes=200', `/records/${other}`),
    ];
    const union = [...new Set([...keysOf(own), ...keysOf(others)])].sort();
    await until(() => drawn(page)).toEqual(union);
    await page.goBack();
    await until(() => drawn(page)).toEqual(keysOf(own));

    await node(page, other).getByRole('button').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Center here' }).press('Enter');
    const name = others.nodes[0]?.name ?? '';
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await until(() => drawn(page)).toEqual(keysOf(others));
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Maria Oduya' }).waitFor();
    await until(() => drawn(page)).toEqual(keysOf(own));
  });

  it('can be moved, zoomed and dragged', async () => {
    const page = await signedIn({ place });
    await settled(page);
    const svg = page.getByRole('group', { name: 'Graph around Maria Oduya' });
    await svg.scrollIntoViewIfNeeded();
    const key = 'account/fabrikon';
    const at = async (transform: Promise<string | null>) =>
      (await transform)
        ?.match(/-?[\d.]+/g)
        ?.slice(0, 2)
        .map(Number) ?? [];

    const [x, y] = await at(transformOf(page, key));
    const box = await node(page, key).boundingBox();
    const from = {
      x: (box?.x ?? 0) + (box?.width ?? 0) / 2,
      y: (box?.y ?? 0) + (box?.height ?? 0) / 2,
    };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y - 30, { steps: 4 });
    await page.mouse.up();
    await until(async () => (await at(transformOf(page, key))).map(Math.round)).toEqual([
      Math.round((x ?? 0) + 40),
      Math.round((y ?? 0) - 30),
    ]);
    expect(await page.getByRole('menu').count()).toBe(0);

    const before = await transformOf(page, 'contact/maria-oduya');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await until(() => transformOf(page, key)).not.toBe(before);
    const zoomed = await transformOf(page, key);
    await svg.hover({ position: { x: 30, y: 120 } });
    await page.mouse.wheel(0, 300);
    await until(() => transformOf(page, key)).not.toBe(zoomed);
    await page.getByRole('button', { name: 'Show all' }).click();
    const whole = await svg.boundingBox();
    for (const each of await page.locator('[data-node]').all()) {
      const seen = await each.boundingBox();
      expect(seen?.x).toBeGreaterThan(whole?.x ?? 0);
      expect((seen?.y ?? 0) + (seen?.height ?? 0)).toBeLessThan(
        (whole?.y ?? 0) + (whole?.height ?? 0),
      );
    }
  });

  it('finds records in the graph', async () => {
    const page = await signedIn({ place });
    await settled(page);
    await page.getByRole('searchbox', { name: 'Find in the graph' }).fill('friend of nobody');
    await page.getByText('Not found').waitFor();
    await page.getByRole('searchbox', { name: 'Find in the graph' }).fill('fabrikon');
    const hits = keysOf(await answered('')).length;
    await page.keyboard.press('Enter');
    await page.getByText(/^1 of [2-9]$/).waitFor();
    const lit = await page.locator('[data-lit]').count();
    expect(lit).toBeGreaterThan(1);
    expect(lit).toBeLessThan(hits);
  });

  it('says that it is incomplete, and shows more on request', async () => {
    const page = await signedIn({ place: `${place}&depth=2&maxNodes=50` });
    await page.getByText('Showing the first 50 records').waitFor();
    expect(await page.locator('[data-node]').count()).toBe(50);
    await page.getByRole('button', { name: 'Show up to 1,000' }).click();
    const graph = await answered('?depth=2&maxNodes=1000');
    await page.getByText(counts(graph)).waitFor();
    expect(await page.getByText('Showing the first 50 records').count()).toBe(0);
  });

  it('has a table with the same data', async () => {
    const page = await signedIn({ place });
    await settled(page);
    await page.getByRole('button', { name: 'Table' }).click();
    const { edges } = await answered('');
    const table = page.getByRole('table', { name: /Maria Oduya/ });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(edges.length + 1));
    await table.getByRole('row').filter({ hasText: 'Parent' }).getByText('Child').waitFor();
    expect(search(page).get('view')).toBe('table');
  });

  it('is empty with a reason when no connection matches', async () => {
    const page = await signedIn({ place: `${place}&activeOn=1900-01-01&roleId=employee` });
    await page.getByText('No connections to show').waitFor();
    await page
      .locator('[role=tabpanel]')
      .getByRole('button', { name: 'Clear filters' })
      .last()
      .click();
    await settled(page);
  });
});

describe('paths', () => {
  it('are found between two records, listed and highlighted', async () => {
    const page = await signedIn({ place: '/records/patient/pt-petra-oduya-sandoe?tab=graph' });
    await page.getByRole('button', { name: 'Find a path' }).click();
    const to = page.getByRole('region', { name: 'Paths' }).getByRole('combobox').last();
    await to.pressSequentially('Atlas Peak Comp');
    await page.getByRole('option', { name: /^Atlas Peak Components/ }).click();

    const { body } = await call(
      'GET',
      '/v1/paths?from=patient/pt-petra-oduya-sandoe&to=account/atlas-peak-components&limit=20',
    );
    const list = page.getByRole('region', { name: 'Paths' }).locator('ol').first().locator('> li');
    await until(() => list.count()).toBe(body.paths.length);
    const names = body.paths[0].nodes.map(({ name }: { name: string }) => name);
    expect(await list.first().getByRole('link').allTextContents()).toEqual(names);
    const on = new Set(
      body.paths.flatMap((path: { nodes: { id: string }[] }) => path.nodes.map(({ id }) => id)),
    );
    await until(() => page.locator('[data-lit]').count()).toBe(on.size);
    expect(search(page).get('pathTo')).toBe('account/atlas-peak-components');
    await page.reload();
    await list.first().waitFor();
    await until(() => page.locator('[data-lit]').count()).toBe(on.size);
  });

  it('a message says that there are none', async () => {
    const page = await signedIn({ place: `${place}&pathTo=account/nobody` });
    await page.getByRole('region', { name: 'Paths' }).getByRole('alert').waitFor();
  });
});

const places = [
  place,
  `${place}&view=table`,
  `${place}&activeOn=2020-03-01&pathTo=account/atlas-peak-components`,
];

it('axe finds nothing serious', async () => {
  const page = await signedIn();
  for (const each of places) {
    await visit(page, each);
    await axe(page);
  }
});

it('at 360 px only intended parts scroll sideways', async () => {
  const page = await signedIn({ context: narrow });
  for (const each of places) {
    await visit(page, each);
    await assertNoSidewaysScroll(page);
  }
});
