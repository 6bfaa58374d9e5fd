// Limits of roles and upserts over HTTP: the answers, and one event for each connection that a replacement ends.
import { beforeAll, expect, it } from 'vitest';
import { clientOf, drained } from '../support/api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let ines: Call;

const account = (id: string) => ({ type: 'limits_account', id });
const contact = (id: string) => ({ type: 'limits_contact', id });
const today = () => new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  ines = await clientOf('ines');
  for (const type of ['limits_account', 'limits_contact']) {
    await ines('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  await ines('POST', '/v1/connection-roles/batch', {
    items: [{ id: 'limits-primary', name: 'Primary contact', maxPerRecord: 1 }],
  });
  await ines('POST', '/v1/records/batch', {
    items: [
      ...['a', 'b'].map((id) => ({ ...account(id), name: `Account ${id}` })),
      ...['p', 'q', 'r'].map((id) => ({ ...contact(id), name: `Contact ${id}` })),
    ],
  });
});

const primary = (of: string, id: string, more: object = {}) => ({
  record1: account(of),
  record2: contact(id),
  record2RoleId: 'limits-primary',
  ...more,
});
const connect = (body: object, query = '') => ines('POST', `/v1/connections${query}`, body);

it('refuses what exceeds the limit, and replaces the holder on request', async () => {
  const holder = (await connect(primary('a', 'p', { effectiveStart: '2020-01-01' }))).body;
  const refused = await connect(primary('a', 'q'));
  expect([refused.status, refused.body]).toMatchObject([
    409,
    { code: 'ConnectionLimitReached', limit: 1, existingIds: [holder.id] },
  ]);
  const inBatch = await ines('POST', '/v1/connections/batch', { items: [primary('a', 'q')] });
  expect(inBatch.body.results).toMatchObject([
    { status: 'invalid', problem: { code: 'ConnectionLimitReached', existingIds: [holder.id] } },
  ]);
  const dry = await connect(primary('a', 'q', { replace: true }), '?dryRun=true');
  expect(dry.body).toMatchObject({ dryRun: true, effectiveStart: today() });

  const replaced = await connect(primary('a', 'q', { replace: true }));
  expect([replaced.status, replaced.body.effectiveStart]).toEqual([201, today()]);
  const ended = await ines('GET', `/v1/connections/${holder.id}`);
  expect(ended.body).toMatchObject({ effectiveEnd: today(), version: 2 });
  await drained();
  const history = await ines('GET', `/v1/connections/${holder.id}/history`);
  expect(history.body.items).toMatchObject([
    { event: 'updated', changes: [{ field: 'effectiveEnd', from: null, to: today() }] },
    { event: 'created' },
  ]);
});

it('checks an activation, with the holder in the answer', async () => {
  const holder = (await connect(primary('b', 'p'))).body;
  const { body } = await connect(primary('b', 'q', { state: 'inactive' }));
  const activated = await ines('POST', `/v1/connections/${body.id}/activate`);
  expect([activated.status, activated.body.existingIds]).toEqual([409, [holder.id]]);
});

it('shows the limit of a role, changes it, and refuses one that makes no sense', async () => {
  const role = '/v1/connection-roles/limits-primary';
  expect((await ines('GET', role)).body.maxPerRecord).toBe(1);
  for (const maxPerRecord of [0, 101, 1.5, '1']) {
    const { status, body } = await ines('PATCH', role, { maxPerRecord });
    expect([status, body.errors?.[0]?.path]).toEqual([400, 'maxPerRecord']);
  }
  expect((await ines('PATCH', role, { maxPerRecord: 3 })).body.maxPerRecord).toBe(3);
  expect((await ines('PUT', role, (await ines('GET', role)).body)).body.version).toBe(2);
});

it('answers an upsert with the changes, or why it was not done', async () => {
  const item = { record1: account('a'), record2: contact('r'), title: 'Adviser' };
  const upsert = (...items: object[]) =>
    ines('POST', '/v1/connections/batch?mode=upsert', { items });
  const first = await upsert(item);
  expect(first.body.counts).toEqual({
    ...{ created: 1, updated: 0, identical: 0 },
    ...{ duplicate: 0, invalid: 0 },
  });
  const second = await upsert(
    { ...item, attributes: { level: 2 } },
    { ...item, attributes: { level: 3 } },
  );
  expect(second.body.results).toMatchObject([
    {
      ...{ index: 0, status: 'updated', connection: { version: 2, attributes: { level: 2 } } },
      changes: [{ field: 'attributes.level', from: null, to: 2 }],
    },
    { index: 1, status: 'duplicate', problem: { differs: ['attributes'] } },
  ]);
  expect((await upsert({ ...item, attributes: { level: 2 } })).body.results).toMatchObject([
    { status: 'identical', connection: { version: 2 } },
  ]);
  const strange = await ines('POST', '/v1/connections/batch?mode=replace', { items: [item] });
  expect(strange.body.errors).toMatchObject([{ path: 'mode' }]);
});
