// Several changes and reads of connections in one request over HTTP: scopes, keys, statuses, events.
import { beforeAll, expect, it } from 'vitest';
import { clientOf, drained } from '../support/api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let ines: Call;
let omar: Call;
let reader: Call;

const contact = (id: string) => ({ type: 'changes_contact', id });
beforeAll(async () => {
  [ines, omar, reader] = await Promise.all([
    clientOf('ines'),
    clientOf('changes-omar', 'liaison/read liaison/write'),
    clientOf('reader', 'liaison/read'),
  ]);
  const type = { displayName: 'Contact', connectionsEnabled: true };
  await ines('PUT', '/v1/record-types/changes_contact', type);
  await ines('POST', '/v1/connection-roles/batch', {
    items: [{ id: 'changes-decider', name: 'Decision maker', maxPerRecord: 1 }],
  });
  await ines('POST', '/v1/records/batch', {
    items: [...'abcdefgh'].map((id) => ({ ...contact(id), name: id })),
  });
});

const creation = (from: string, to: string, more: object = {}) => ({
  op: 'create',
  connection: { record1: contact(from), record2: contact(to), ...more },
});
const change = (by: Call, body: object, query = '', headers: Record<string, string> = {}) =>
  by('POST', `/v1/connections/changes${query}`, body, headers);
// biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
const statuses = ({ body }: { body: any }) => body.results.map(({ status }: any) => status);

it('swaps the only decision maker in one step, foretold by a dry run, and says it once each', async () => {
  const decider = { record2RoleId: 'changes-decider' };
  const made = await change(omar, { items: [creation('a', 'b', decider)] });
  expect([made.status, statuses(made)]).toEqual([200, ['created']]);
  const old = made.body.results[0].connection;
  const swap = {
    atomic: true,
    items: [creation('a', 'c', decider), { op: 'delete', id: old.id, ifVersion: 1 }],
  };
  const dry = await change(omar, swap, '?dryRun=true');
  expect([dry.status, statuses(dry), dry.body.dryRun]).toEqual([200, ['created', 'deleted'], true]);
  expect(dry.body.results[0].connection).not.toHaveProperty('id');
  const key = { 'idempotency-key': 'changes-swap' };
  const done = await change(omar, swap, '', key);
  expect(done.body).toMatchObject({
    results: [
      { index: 0, status: 'created' },
      { index: 1, status: 'deleted', id: old.id },
    ],
    counts: { created: 1, deleted: 1, invalid: 0 },
  });
  const again = await change(omar, swap, '', key);
  expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([done.body, 'true']);
  await drained();
  const history = await ines('GET', `/v1/connections/${old.id}/history`);
  expect(history.body.items.map(({ event }: { event: string }) => event)).toEqual([
    'deleted',
    'created',
  ]);
});

it('refuses all with a problem for each failing index, or each on its own', async () => {
  const [theirs] = (await change(ines, { items: [creation('d', 'e')] })).body.results;
  const items = [creation('d', 'f'), { op: 'delete', id: theirs.connection.id }, { op: 'swap' }];
  const refused = await change(omar, { atomic: true, items });
  expect([refused.status, refused.body]).toMatchObject([
    409,
    {
      code: 'ChangesRefused',
      results: [
        { index: 1, status: 'invalid', problem: { code: 'Forbidden', status: 403 } },
        { index: 2, status: 'invalid', problem: { code: 'ValidationFailed' } },
      ],
    },
  ]);
  expect(statuses(await change(omar, { items }))).toEqual(['created', 'invalid', 'invalid']);
  const tooMany = { atomic: true, items: Array(21).fill(creation('d', 'g')) };
  expect((await change(omar, tooMany)).body).toMatchObject({
    code: 'ValidationFailed',
    errors: [{ path: 'items', message: 'must have 1 to 20 items if atomic is true; found 21' }],
  });
  expect((await change(reader, { items })).status).toBe(403);
});

it('reads by ids, by owner and of many records with the scope to read alone', async () => {
  const made = await change(omar, { items: [creation('g', 'h', { ownerId: 'changes-only' })] });
  const { id } = made.body.results[0].connection;
  const none = '0198c5a0-0000-7000-8000-000000000000';
  const byIds = await reader('GET', `/v1/connections?ids=${none},${id}`);
  expect(byIds.body).toMatchObject({ items: [{ id }], missing: [none] });
  await drained();
  expect((await reader('GET', '/v1/connections?ownerId=changes-only')).body.items).toEqual(
    byIds.body.items,
  );
  const read = await reader('POST', '/v1/connections/read', {
    records: [contact('h'), contact('z')],
    expand: 'connected',
  });
  expect([read.status, read.body.results]).toMatchObject([
    200,
    [
      { record: contact('h'), items: [{ id, record1: { id: 'h' }, record2: { attributes: {} } }] },
      { record: contact('z'), problem: { code: 'NotFound' } },
    ],
  ]);
});
