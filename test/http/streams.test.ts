// What the service derives from the stream, when run as a whole: counts, history, events, workflows.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { clientOfHost, type Reply, send, walk } from '../support/api.ts';
import { effort } from '../support/effort.ts';
import { workbench } from '../support/workbench.ts';

const { emptyService } = workbench();

/** Events by kind, as the bus receives them. */
interface AnnouncedEvent {
  readonly 'detail-type': string;
  // biome-ignore lint/suspicious/noExplicitAny: the tests check the details that they expect
  readonly detail: any;
}

const busEvents: AnnouncedEvent[] = [];
const traced: string[] = [];
let host: Host;
let admin: Awaited<ReturnType<typeof clientOfHost>>;

beforeAll(async () => {
  host = await emptyService({
    onEvent: (event) => busEvents.push(event as unknown as AnnouncedEvent),
    trace: (line) => traced.push(line),
  });
  admin = await clientOfHost(host, 'admin');
  await admin('PUT', '/v1/record-types/contact', { displayName: 'C', connectionsEnabled: true });
  const role = (id: string, matchingRoleIds: string[] = [], category = 'other') => {
    return { id, name: id, matchingRoleIds, category };
  };
  await admin('POST', '/v1/connection-roles/batch', {
    items: [
      role('doctor', ['patient']),
      role('patient'),
      role('friend', [], 'social'),
      role('x'),
      role('pal'),
    ],
  });
});

/** A test's own contacts a–l; from then on `busEvents` contains the events that the bus receives. */
async function contacts(prefix: string) {
  const records = [...'abcdefghijkl'].map((id) => ({ type: 'contact', id: `${prefix}-${id}` }));
  await admin('POST', '/v1/records/batch', {
    items: records.map((record) => ({ ...record, name: record.id })),
  });
  await host.drained();
  busEvents.length = 0;
  return records;
}

/** One of a client's random operations; returns the resulting change, as `id version event`. */
async function operate(
  call: Awaited<ReturnType<typeof clientOfHost>>,
  alive: string[],
  records: object[],
  dice: number[],
) {
  const [kind = 0, one = 0, two = 0, year = 0] = dice;
  const id = alive[one % Math.max(1, alive.length)];
  const path = `/v1/connections/${id}`;
  const done = (reply: Reply, status: number, event: string, version: number) => {
    return reply.status === status ? [`${id ?? reply.body.id} ${version} ${event}`] : [];
  };
  if (id === undefined || kind < 4) {
    const record1 = records[one % records.length];
    const record2 = records[(one + 1 + (two % (records.length - 1))) % records.length];
    const role = [
      ['friend', 'friend'],
      ['doctor', 'patient'],
      ['x', null],
    ][two % 3];
    const reply = await call('POST', '/v1/connections', {
      ...{ record1, record1RoleId: role?.[0], record2, record2RoleId: role?.[1] },
      ...{ effectiveStart: `${1000 + year}-01-01`, effectiveEnd: `${1000 + year}-01-02` },
    });
    if (reply.status !== 201) return [];
    alive.push(reply.body.id);
    return [`${reply.body.id} 1 created`];
  }
  if (kind === 4) {
    const reply = await call('PATCH', path, { description: `text ${one} ${two} ${year}` });
    return done(reply, 200, 'updated', reply.body.version);
  }
  if (kind === 5) {
    // This changes the keys of both halves.
    const reply = await call('PATCH', path, { effectiveStart: `${900 + (year % 90)}-01-01` });
    return done(reply, 200, 'updated', reply.body.version);
  }
  if (kind === 6) {
    const before = await call('GET', path);
    const [event, deed] =
      before.body.state === 'active' ? ['deactivated', 'deactivate'] : ['activated', 'activate'];
    const headers = { 'if-match': before.headers.get('etag') ?? '' };
    const reply = await call('POST', `${path}/${deed}`, undefined, headers);
    return done(reply, 200, event, reply.body.version);
  }
  const before = await call('GET', path);
  const headers = { 'if-match': before.headers.get('etag') ?? '' };
  const reply = await call('DELETE', path, undefined, headers);
  if (reply.status === 204) alive.splice(alive.indexOf(id), 1);
  return done(reply, 204, 'deleted', before.body.version + 1);
}

const dice = fc.array(fc.nat(5000), { minLength: 4, maxLength: 4 });

it('hundreds of operations by 8 concurrent clients: counts, history and events match them', {
  timeout: 240_000,
}, async () => {
  const records = await contacts('many');
  const script = fc.sample(dice, { numRuns: effort(200, 504), seed: 7 });
  const alive: string[] = [];
  const log: string[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async (_, client) => {
      const call = await clientOfHost(host, `client-${client}`);
      for (const [at, throws] of script.entries()) {
        if (at % 8 !== client) continue;
        const [kind = 0, ...rest] = throws;
        log.push(...(await operate(call, alive, records, [kind % 9, ...rest])));
      }
    }),
  );
  await host.drained();
  expect(log.length).toBeGreaterThan(script.length * 0.55);

  const announced = busEvents.map(({ 'detail-type': type, detail }) => {
    const event = type.replace('Connection ', '').toLowerCase();
    return `${detail.connection.id} ${detail.connection.version} ${event}`;
  });
  expect(announced.toSorted()).toEqual(log.toSorted());
  expect(new Set(busEvents.map(({ detail }) => detail.eventId)).size).toBe(log.length);

  const ofAll: string[] = [];
  for (const record of records) {
    const path = `/v1/records/contact/${record.id}`;
    const connections = await walk(admin, `${path}/connections`, 100);
    const count = (keys: (string | null)[]) => {
      const counts = new Map<string | null, number>();
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts;
    };
    const { body: summary } = await admin('GET', `${path}/summary`);
    const mapOf = (group: { key: string | null; count: number }[]) =>
      new Map(group.map(({ key, count: n }) => [key, n]));
    const roles = connections.map((one) => one.record1RoleId);
    expect(summary.total).toBe(connections.length);
    expect(mapOf(summary.byRole)).toEqual(count(roles));
    expect(mapOf(summary.byState)).toEqual(count(connections.map((one) => one.state)));
    expect(mapOf(summary.byConnectedType)).toEqual(count(connections.map(() => 'contact')));
    const { body: played } = await admin('GET', `${path}/roles`);
    expect(played.total).toBe(roles.filter((role) => role !== null).length);
    const history = await walk(admin, `${path}/history`, 100);
    ofAll.push(...history.map((one) => `${one.connectionId} ${one.version} ${one.event}`));
  }
  // Each change is in the history of both its records.
  expect(ofAll.toSorted()).toEqual([...log, ...log].toSorted());
  const { body: ofType } = await admin('GET', '/v1/record-types/contact/summary');
  expect(ofType).toMatchObject({ records: 12, connections: alive.length, total: alive.length * 2 });
});

it('a connection’s history still exists after its deletion, with the actor of each change', async () => {
  const records = await contacts('kept');
  const mateo = await clientOfHost(host, 'mateo');
  const [record1, record2] = records;
  const roles = { record1RoleId: 'doctor' };
  const { body: made } = await mateo('POST', '/v1/connections', { record1, record2, ...roles });
  await admin('PATCH', `/v1/connections/${made.id}`, { record1RoleId: null, record2RoleId: null });
  await admin('POST', `/v1/connections/${made.id}/deactivate`);
  await admin('DELETE', `/v1/connections/${made.id}`);
  await host.drained();
  const items = await walk(admin, `/v1/connections/${made.id}/history`, 2);
  expect(items.map(({ event, actor, version }) => [event, actor, version])).toEqual([
    ['deleted', 'admin', 4],
    ['deactivated', 'admin', 3],
    ['updated', 'admin', 2],
    ['created', 'mateo', 1],
  ]);
  expect(items[1].changes).toEqual([{ field: 'state', from: 'active', to: 'inactive' }]);
  expect(items[2].changes).toEqual([
    { field: 'record1RoleId', from: 'doctor', to: null },
    { field: 'record2RoleId', from: 'patient', to: null },
  ]);
  // The other record sees the same from its side.
  const other = await walk(admin, `/v1/records/contact/${record2?.id}/history`, 3);
  expect(other[2].changes).toEqual([
    { field: 'record1RoleId', from: 'patient', to: null },
    { field: 'record2RoleId', from: 'doctor', to: null },
  ]);
  const never = '01a201f1-750d-719a-a502-9999b5f55df2';
  expect((await admin('GET', `/v1/connections/${never}/history`)).status).toBe(404);
  expect((await admin('GET', '/v1/records/contact/nobody/history')).status).toBe(404);
  expect((await admin('GET', `/v1/connections/${made.id}/history?limit=0`)).status).toBe(400);
});

it('a term that has ended is announced once', async () => {
  const [record1, record2, record3] = await contacts('term');
  const end = (effectiveEnd: string, record: unknown) =>
    admin('POST', '/v1/connections', { record1, record2: record, effectiveEnd });
  const { body: ended } = await end('2020-12-31', record2);
  await end('2999-12-31', record3);
  const { body: moved } = await end('2020-06-30', record3);
  await admin('PATCH', `/v1/connections/${moved.id}`, { effectiveEnd: '2998-12-31' });
  for (let run = 0; run < 2; run += 1) {
    await host.drained();
    host.fire('EndOfTerm');
  }
  await host.drained();
  const announced = busEvents.filter((event) => event['detail-type'] === 'Connection Ended');
  expect(new Set(announced.map(({ detail }) => detail.eventId)).size).toBe(announced.length);
  const own = announced.filter(({ detail }) => detail.connection.record1.id === record1?.id);
  expect(own.map(({ detail }) => [detail.eventId, detail.endedOn])).toEqual([
    [`connection/${ended.id}/ended/2020-12-31/1`, '2020-12-31'],
  ]);
  const { body } = await admin('GET', `/v1/connections/${ended.id}`);
  expect(body).toMatchObject({ state: 'active', version: 1 });
});

it('deleting or renaming a record or clearing a role changes and announces each connection', async () => {
  const records = await contacts('hub');
  const [hub, ...others] = records;
  const [b] = others;
  for (const record2 of others) {
    await admin('POST', '/v1/connections', { record1: hub, record1RoleId: 'pal', record2 });
  }
  await admin('PUT', `/v1/records/contact/${hub?.id}`, { name: 'Ada' });
  await host.drained();
  const seen = await walk(admin, `/v1/records/contact/${b?.id}/connections`, 10);
  expect(seen.map(({ name }) => name)).toEqual(['Ada']);
  expect((await admin('DELETE', '/v1/connection-roles/pal?policy=clear')).status).toBe(202);
  await host.drained();
  expect((await admin('GET', '/v1/connection-roles/pal')).status).toBe(404);
  const { body: cleared } = await admin('GET', `/v1/records/contact/${hub?.id}/summary`);
  expect(cleared).toMatchObject({ total: 11, byRole: [{ key: null, count: 11 }] });
  const roleHistory = await walk(admin, '/v1/connection-roles/pal/history', 10);
  expect(roleHistory.map(({ event }) => event)).toEqual(['deleted', 'clearing', 'created']);
  expect((await admin('DELETE', `/v1/records/contact/${hub?.id}`)).status).toBe(202);
  await host.drained();
  expect(await walk(admin, `/v1/records/contact/${b?.id}/connections`, 10)).toEqual([]);
  const kinds = Map.groupBy(busEvents, (event) => event['detail-type']);
  const counts = Object.fromEntries([...kinds].map(([kind, { length }]) => [kind, length]));
  expect(counts).toEqual({
    'Connection Created': 11,
    'Record Renamed': 1,
    'Connection Role Clearing': 1,
    'Connection Updated': 11,
    'Connection Role Deleted': 1,
    'Record Deleted': 1,
    'Connection Deleted': 11,
  });
  expect(kinds.get('Record Renamed')?.[0]?.detail).toMatchObject({
    formerName: hub?.id,
    record: { ...hub, name: 'Ada' },
  });
});

it('a merge closes the record at once, moves its connections, and announces each once', async () => {
  const [a, b, c, d] = await contacts('merged');
  const connect = async (record1?: object, record2?: object) =>
    (await admin('POST', '/v1/connections', { record1, record2, record1RoleId: 'x' })).body.id;
  const [moved, self, same] = [
    await connect(a, d),
    await connect(a, b),
    await connect(a, c),
    await connect(b, c),
  ];
  await admin('PATCH', `/v1/connections/${moved}`, { description: 'before' });
  await host.drained();
  const merge = `/v1/records/contact/${a?.id}/merge`;
  const key = { 'idempotency-key': 'merge' };
  const first = await admin('POST', merge, { into: b }, key);
  const replayed = await admin('POST', merge, { into: b }, key);
  expect([first.status, first.body, replayed.status]).toEqual([202, '', 202]);
  expect(replayed.headers.get('idempotent-replayed')).toBe('true');

  // At once, while connections may still be moving.
  const path = `/v1/records/contact/${a?.id}`;
  const connected = `connectedType=contact&connectedId=${a?.id}`;
  const name = { name: 'Ana' };
  const requests: Parameters<typeof admin>[] = [
    ...['', '/connections', '/roles', '/summary', '/history', '/graph'].map(
      (tail): [string, string] => ['GET', `${path}${tail}`],
    ),
    ['PUT', path, name],
    ['DELETE', path],
    ['POST', merge, { into: c }],
    ['POST', `/v1/records/contact/${c?.id}/merge`, { into: a }],
    ['POST', '/v1/connections', { record1: a, record2: d }],
    ['GET', `/v1/paths?from=contact/${c?.id}&to=contact/${a?.id}`],
    ['GET', `/v1/paths?from=contact/${a?.id}&to=contact/${c?.id}`],
    ['GET', `/v1/records/contact/${c?.id}/connections?${connected}`],
    ['GET', `/v1/record-types/contact/connections?${connected}`],
    ['GET', `/v1/connection-roles/x/connections?${connected}`],
  ];
  const merged = { code: 'RecordMerged', into: { type: 'contact', id: b?.id } };
  for (const request of requests) {
    const { status, body } = await admin(...request);
    expect([request, status, body]).toEqual([request, 410, expect.objectContaining(merged)]);
  }
  const { body: records } = await admin('POST', '/v1/records/batch', {
    items: [
      { ...a, ...name },
      { ...d, name: 'Dora' },
    ],
  });
  expect(records.results).toMatchObject([
    { status: 'invalid', problem: merged },
    { status: 'updated' },
  ]);
  const { body: batch } = await admin('POST', '/v1/connections/batch', {
    items: [{ record1: d, record2: a }],
  });
  expect(batch.results).toMatchObject([{ status: 'invalid', problem: { ...merged, status: 410 } }]);

  await host.drained();
  const left = await walk(admin, `/v1/records/contact/${b?.id}/connections`, 10);
  expect(left.map(({ record2 }) => record2.id).sort()).toEqual([c?.id, d?.id]);
  const life = await walk(admin, `/v1/connections/${moved}/history`, 2);
  // The new name of the other record may come before the move: it counts as a version, not as an entry.
  expect(life.map(({ event }) => event)).toEqual(['moved', 'updated', 'created']);
  const kinds = Map.groupBy(busEvents, (event) => event['detail-type']);
  const ids = (kind: string) =>
    kinds.get(kind)?.map(({ detail }) => [detail.connection.id, detail.reason]);
  expect(kinds.get('Record Merged')).toMatchObject([
    { detail: { record: { id: a?.id, name: a?.id }, into: b, actor: 'admin' } },
  ]);
  expect(ids('Connection Moved')).toEqual([[moved, undefined]]);
  expect(kinds.get('Connection Moved')?.[0]?.detail.changes).toMatchObject([
    { field: 'record1', from: a, to: b },
  ]);
  expect(ids('Connection Deleted')?.sort()).toEqual([self, same].sort().map((id) => [id, 'merge']));
});

it('a merge needs the scope of administrators, and takes a condition', async () => {
  const [a, b] = await contacts('scoped');
  const merge = `/v1/records/contact/${a?.id}/merge`;
  const token = await host.token({ sub: 'ines', scope: 'liaison/read liaison/write' });
  const headers = { authorization: `Bearer ${token}` };
  const { status } = await send('POST', merge, { into: b }, headers, host.url);
  expect(status).toBe(403);
  const late = await admin('POST', merge, { into: b }, { 'if-match': '"7"' });
  expect([late.status, late.body.code]).toEqual([412, 'PreconditionFailed']);
  const wrong = await admin('POST', merge, { into: { ...b, type: 'account' }, more: 1 });
  expect(wrong.body.errors.map(({ path }: { path: string }) => path)).toEqual([
    'more',
    'into.type',
  ]);
  expect((await admin('GET', `/v1/records/contact/${a?.id}`)).status).toBe(200);
});

it('a workflow receives its event through its queue, which is empty afterwards', async () => {
  const [a, b] = await contacts('queued');
  await admin('POST', '/v1/connections', { record1: a, record2: b });
  await host.drained();
  traced.length = 0;
  await admin('PUT', `/v1/records/contact/${a?.id}`, { name: 'Ada' });
  await host.drained();

  const [seen] = await walk(admin, `/v1/records/contact/${b?.id}/connections`, 10);
  expect(seen.name).toBe('Ada');
  const flow = traced.filter((line) => /^(rule|function) .*Rename/.test(line));
  expect(flow).toEqual([
    expect.stringMatching(
      /^rule {6}RenameRule\w+ matches record\/contact\/\S+ → queue RenameQueue\w+$/,
    ),
    expect.stringMatching(
      /^function {2}RenameFunction\w+ for RenameQueue\w+ [\da-f-]{36}: attempt 1, done, \d+ ms, request [\da-f-]{36}$/,
    ),
  ]);
  const queue = [...host.queues.values()].find(({ name }) => name.startsWith('RenameQueue'));
  expect(queue?.peek()).toEqual([]);
});
