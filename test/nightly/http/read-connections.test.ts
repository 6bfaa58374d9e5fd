// One read of 100 records' connections shows the same as 100 lists, and takes less time: it prints how much.
import { beforeAll, expect, it } from 'vitest';
import { clientOf } from '../../support/api.ts';

let ines: Awaited<ReturnType<typeof clientOf>>;
const account = (n: number) => ({ type: 'read_account', id: `a-${n}` });
const contact = (n: number) => ({ type: 'read_contact', id: `c-${n}` });
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

beforeAll(async () => {
  ines = await clientOf('ines');
  for (const type of ['read_account', 'read_contact']) {
    await ines('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  for (const record of [account, contact]) {
    const items = numbers(100).map((n) => ({ ...record(n), name: `Record ${n}` }));
    await ines('POST', '/v1/records/batch', { items });
  }
  for (let round = 0; round < 12; round += 1) {
    const items = numbers(100).map((n) => ({
      record1: account(n),
      record2: contact((n + round) % 100),
    }));
    const { body } = await ines('POST', '/v1/connections/batch', { items });
    expect(body.counts.created).toBe(100);
  }
}, 120_000);

const records = numbers(100).map(account);
const listed = ({ type, id }: { type: string; id: string }) =>
  ines('GET', `/v1/records/${type}/${id}/connections?limit=10`);
const readAll = () => ines('POST', '/v1/connections/read', { records, limit: 10 });

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] as number;

it('one read is as good as 100 lists, and faster', async () => {
  const lists = [];
  for (const record of records) lists.push((await listed(record)).body.items);
  const { body } = await readAll();
  expect(body.results.map(({ items }: { items: unknown }) => items)).toEqual(lists);
  const [one, many]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    one.push(await timed(readAll));
    many.push(
      await timed(async () => {
        for (const record of records) await listed(record);
      }),
    );
  }
  const [read, alone] = [median(one), median(many)].map(Math.round) as [number, number];
  console.log(`1 read of 100 records: ${read} ms; 100 lists: ${alone} ms`);
  expect(read).toBeLessThan(alone);
});
