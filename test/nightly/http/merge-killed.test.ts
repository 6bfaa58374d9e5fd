// A record with many connections is merged while clients write to both records, and the service is killed in the middle.
import { once } from 'node:events';
import { expect, inject, it, onTestFinished } from 'vitest';
import type { Event } from '../../../infra/local/eventbridge/target-delivery.ts';
import { type Host, startHost } from '../../../infra/local/host/host.ts';
import { clientOfHost, walk } from '../../support/api.ts';
import { hostProcess } from '../../support/host-process.ts';
import { workbench } from '../../support/workbench.ts';

const { bench, liaison } = workbench();
const contact = (id: string | number) => ({ type: 'contact', id: String(id) });
const role = { record1RoleId: 'friend', record2RoleId: 'friend' };

/** The friends of the merged record; every second one is also a friend of the surviving record. */
const many = 400;

it('a merge that is killed in the middle: the union of both, each connection once, nothing on the closed record', {
  timeout: 900_000,
}, async () => {
  const dataDir = bench.dir;
  const assembly = inject('assembly');
  const first = await hostProcess(dataDir, assembly);
  onTestFinished(() => void first.process.kill('SIGKILL'));
  const admin = await clientOfHost({ url: first.url, token: async () => first.token } as Host, '');
  await admin('PUT', '/v1/record-types/contact', { displayName: 'C', connectionsEnabled: true });
  await admin('PUT', '/v1/connection-roles/friend', { name: 'F', matchingRoleIds: ['friend'] });
  const friends = Array.from({ length: many }, (_, at) => `f${at}`);
  const connections = [
    ...friends.map((id) => ({ ...role, record1: contact('a'), record2: contact(id) })),
    ...friends
      .filter((_, at) => at % 2 === 0)
      .map((id) => ({ ...role, record1: contact(id), record2: contact('b') })),
    { ...role, record1: contact('a'), record2: contact('b') },
  ];
  const records = ['a', 'b', ...friends].map((id) => ({ ...contact(id), name: id }));
  const ids: string[] = [];
  for (let from = 0; from < records.length; from += 100) {
    await admin('POST', '/v1/records/batch', { items: records.slice(from, from + 100) });
  }
  for (let from = 0; from < connections.length; from += 100) {
    const items = connections.slice(from, from + 100);
    const { body } = await admin('POST', '/v1/connections/batch', { items });
    for (const { connection } of body.results) ids.push(connection.id);
  }

  let isOver = false;
  const statuses = new Set<number>();
  /** Writes to both records until the service is killed. */
  const client = async (number: number) => {
    for (let at = number; !isOver && at < many; at += 4) {
      const other = { record2: contact(`f${at}`), record1RoleId: null, record2RoleId: null };
      const requests: Parameters<typeof admin>[] = [
        ['POST', '/v1/connections', { ...other, record1: contact('a') }],
        ['POST', '/v1/connections', { ...other, record1: contact('b') }],
        ['PATCH', `/v1/connections/${ids[at]}`, { effectiveStart: '2020-01-01' }],
        ['PUT', '/v1/records/contact/b', { name: `b ${at}` }],
      ];
      for (const request of requests) statuses.add((await admin(...request)).status);
    }
  };
  const clients = [0, 1, 2, 3].map((number) => client(number).catch(() => {}));
  const merge = await admin('POST', '/v1/records/contact/a/merge', { into: contact('b') });
  expect(merge.status).toBe(202);
  const isMoved = (event: Event) => event['detail-type'] === 'Connection Moved';
  await expect
    .poll(() => first.events.filter(isMoved).length, { timeout: 300_000, interval: 10 })
    .toBeGreaterThan(20);
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  isOver = true;
  await Promise.all(clients);
  const before = first.events.filter(isMoved);
  // Half of the merged record's connections move; the others are deleted.
  expect(before.length).toBeLessThan(many / 2);
  expect([...statuses].every((status) => status < 500 || status === 503)).toBe(true);

  const after: Event[] = [];
  const onEvent = (event: Event) => after.push(event);
  const second = await startHost({ dataDir, assembly, onEvent });
  onTestFinished(() => second.stop());
  await second.drained();
  const reader = await clientOfHost(second, 'reader');
  expect((await reader('GET', '/v1/records/contact/a/connections')).body).toMatchObject({
    code: 'RecordMerged',
    into: contact('b'),
  });
  const halves = await walk(reader, '/v1/connection-halves', 100);
  const ends = halves.flatMap(({ record, connected }) => [record.id, connected.id]);
  expect(ends).not.toContain('a');
  expect(halves.filter(({ record, connected }) => record.id === connected.id)).toEqual([]);
  const seen = await walk(reader, '/v1/records/contact/b/connections', 100);
  expect(halves).toHaveLength(2 * seen.length);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  // A friend that the surviving record had already, and one with an edited start, may be there twice.
  const befriended = seen.filter(({ record1RoleId }) => record1RoleId === 'friend');
  expect(new Set(befriended.map(({ record2 }) => record2.id))).toEqual(new Set(friends));
  const places = befriended.map(({ record2, effectiveStart }) => `${record2.id} ${effectiveStart}`);
  expect(new Set(places).size).toBe(places.length);

  const verified = await liaison(second, 'verify');
  expect(verified).toMatchObject({
    status: 0,
    out: expect.stringContaining('0 problems'),
  });
  const announced = [...before, ...after.filter(isMoved)].map(
    ({ detail }) => (detail as { eventId: string }).eventId,
  );
  const movedOnce = new Set(announced.map((id) => id.split('/')[1]));
  expect(movedOnce.size).toBe(new Set(announced).size);
  expect(movedOnce.size).toBeGreaterThanOrEqual(many / 2);
});
