// The Congress is imported and checked, and its House of Representatives is deleted, with the service
// killed in the middle.
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import type { Event } from '../../../infra/local/eventbridge/target-delivery.ts';
import { type Host, startHost } from '../../../infra/local/host/host.ts';
import { hostProcess } from '../../support/host-process.ts';
import { root, workbench } from '../../support/workbench.ts';

const { bench, emptyService, liaison } = workbench();
const house = '/v1/records/chamber/house';

async function connectionsOf(host: Pick<Host, 'url' | 'token'>, record: string) {
  const authorization = `Bearer ${await host.token()}`;
  const seen: { id: string; record1: { id: string } }[] = [];
  let path: string | undefined = `${record}/connections?limit=100`;
  while (path) {
    const response: Response = await fetch(host.url + path, { headers: { authorization } });
    if (response.status === 404) return [];
    seen.push(...((await response.json()) as { items: typeof seen }).items);
    path = response.headers.get('link')?.match(/^<(.+)>/)?.[1];
  }
  return seen;
}

it('the Congress is imported once, is found from both sides, and is complete', {
  timeout: 900_000,
}, async () => {
  const host = await emptyService();
  const congress = join(root, 'samples/congress');
  const imported = await liaison(host, 'import', congress);
  expect(imported).toMatchObject({
    status: 0,
    out: expect.stringContaining(
      'connections: 12,573 created, 0 updated, 0 identical, 0 differs, 0 blocked, 0 invalid',
    ),
  });

  const seen = await connectionsOf(host, house);
  expect(seen).toHaveLength(2575);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(2575);
  expect(new Set(seen.map(({ record1 }) => record1.id))).toEqual(new Set(['house']));

  const again = await liaison(host, 'import', congress);
  expect(again.out).toContain('connections: 0 created, 0 updated, 12,573 identical');
  expect(again.out).toContain('records: 0 created, 0 updated, 839 identical');

  await host.drained();
  const verified = await liaison(host, 'verify');
  expect(verified).toMatchObject({
    status: 0,
    out: expect.stringContaining('25,146 halves, 12,573 connections, 0 problems'),
  });
});

it('deleting the House, with the service killed in the middle, deletes and announces all its connections', {
  timeout: 900_000,
}, async () => {
  const dataDir = bench.dir;
  const first = await hostProcess(dataDir, inject('assembly'));
  onTestFinished(() => void first.process.kill('SIGKILL'));
  const asHost = { url: first.url, token: async () => first.token } as Host;
  await liaison(asHost, 'import', join(root, 'samples/congress'));
  expect(await connectionsOf(asHost, house)).toHaveLength(2575);

  const deletion = await fetch(first.url + house, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${first.token}` },
  });
  expect(deletion.status).toBe(202);
  const isDeleted = (event: Event) => event['detail-type'] === 'Connection Deleted';
  await expect
    .poll(() => first.events.filter(isDeleted).length, { timeout: 600_000, interval: 20 })
    .toBeGreaterThan(200);
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const before = first.events.filter(isDeleted);
  expect(before.length).toBeLessThan(2575);

  const after: Event[] = [];
  const onEvent = (event: Event) => after.push(event);
  const second = await startHost({ dataDir, assembly: inject('assembly'), onEvent });
  onTestFinished(() => second.stop());
  await second.drained();
  expect(await connectionsOf(second, house)).toEqual([]);
  const verified = await liaison(second, 'verify');
  expect(verified).toMatchObject({
    status: 0,
    out: expect.stringContaining('19,996 halves, 9,998 connections, 0 problems'),
  });
  const announced = [...before, ...after.filter(isDeleted)].map(
    ({ detail }) => detail as { eventId: string; connection: { record1: { id: string } } },
  );
  expect(new Set(announced.map(({ eventId }) => eventId)).size).toBe(2575);
});
