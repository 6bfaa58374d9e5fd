// Record ids with every character that a segment of a path may contain, encoded or not.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, drained, walk } from '../support/api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let call: Call;

const ids = ["a-._~:@!$&'()*+,;=", 'ines+test@example.com', 'a!', 'a', 'a$', '0'.repeat(128)];
const mail = 'ines+test@example.com';
/** Every character escaped, also those that need not be. */
const escaped = (id: string) => `%${Buffer.from(id).toString('hex').match(/../g)?.join('%')}`;

beforeAll(async () => {
  call = await clientOf('ines');
  await call('PUT', '/v1/record-types/odd', { displayName: 'Odd', connectionsEnabled: true });
});

it('a record is the same whether its id is encoded or not', async () => {
  for (const id of ids) {
    const put = await call('PUT', `/v1/records/odd/${id}`, { name: `N ${id}` });
    expect([put.status, put.headers.get('location')]).toEqual([201, `/v1/records/odd/${id}`]);
    for (const form of [id, encodeURIComponent(id), escaped(id)]) {
      const { body } = await call('GET', `/v1/records/odd/${form}`);
      expect([form, body.id, body.name]).toEqual([form, id, `N ${id}`]);
      const again = await call('PUT', `/v1/records/odd/${form}`, body);
      expect([again.status, again.body.version]).toEqual([200, 1]);
    }
  }
  expect((await walk(call, '/v1/records/odd', 2)).map(({ id }) => id).sort()).toEqual(
    [...ids].sort(),
  );
});

describe('the connections of such a record', () => {
  beforeAll(async () => {
    const items = ids
      .filter((id) => id !== mail)
      .map((id) => ({ record1: { type: 'odd', id: mail }, record2: { type: 'odd', id } }));
    const made = await call('POST', '/v1/connections/batch', { items });
    expect(made.body.counts.created).toBe(ids.length - 1);
    await drained();
  });

  it('are listed, page by page, and found by the other record', async () => {
    for (const form of [mail, encodeURIComponent(mail)]) {
      const path = `/v1/records/odd/${form}/connections`;
      const all = await walk(call, path, 1);
      expect(all.map(({ record2 }) => record2.id).sort()).toEqual(
        ids.filter((id) => id !== mail).sort(),
      );
      for (const { record2 } of all) {
        const query = `connectedType=odd&connectedId=${encodeURIComponent(record2.id)}`;
        const found = await walk(call, `${path}?${query}`, 5);
        expect(found.map((one) => one.record2.id)).toEqual([record2.id]);
        const back = await walk(call, `/v1/records/odd/${record2.id}/connections`, 5);
        expect(back.map((one) => one.record2.id)).toEqual([mail]);
      }
    }
  });

  it('are counted, drawn and part of paths', async () => {
    const record = `/v1/records/odd/${encodeURIComponent(mail)}`;
    expect((await call('GET', `${record}/summary`)).body.total).toBe(ids.length - 1);
    expect((await call('GET', `${record}/history`)).body.items).toHaveLength(ids.length - 1);
    const graph = await call('GET', `${record}/graph?depth=2`);
    expect(graph.body.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
    const dot = await call('GET', `${record}/graph`, undefined, { accept: 'text/vnd.graphviz' });
    expect(dot.body).toContain(`"odd/${ids[0]}" [label=`);
    const ml = await call('GET', `${record}/graph`, undefined, {
      accept: 'application/graphml+xml',
    });
    expect(ml.body).toContain('<data key="recordId">a-._~:@!$&#38;&#39;()*+,;=</data>');
    const ends = new URLSearchParams({ from: `odd/${ids[0]}`, to: 'odd/a$' });
    const { body } = await call('GET', `/v1/paths?${ends}`);
    expect(body.paths[0].nodes.map(({ id }: { id: string }) => id)).toEqual([ids[0], mail, 'a$']);
  });

  it('end with the record', async () => {
    expect((await call('DELETE', `/v1/records/odd/${encodeURIComponent(mail)}`)).status).toBe(202);
    await drained();
    expect((await call('GET', `/v1/records/odd/${mail}`)).status).toBe(404);
    for (const id of ids.filter((one) => one !== mail)) {
      expect(await walk(call, `/v1/records/odd/${id}/connections`, 5)).toEqual([]);
    }
  });
});

it.each([
  'a%20b',
  '%2Ba',
  'a%2fb',
  'a%25',
  'a%23',
  '%C3%A9',
  `${'a'.repeat(129)}`,
])('%s is no id of a record', async (id) => {
  const put = await call('PUT', `/v1/records/odd/${id}`, { name: 'x' });
  expect([400, 404, 405]).toContain(put.status);
  if (put.status === 400) expect(put.body.errors[0].path).toBe('id');
});
