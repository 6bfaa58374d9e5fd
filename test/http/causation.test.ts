// The cause of a write, which the header Liaison-Cause names, is in the events of the write and of nothing else.
import { beforeAll, expect, it } from 'vitest';
import { causeHeader, causeHeaderName } from '../../shared/contracts/cause-header.ts';
import { clientOf, drained } from '../support/api.ts';

interface Announced {
  readonly 'detail-type': string;
  readonly detail: {
    readonly eventId: string;
    readonly depth: number;
    readonly causedBy: string | null;
    readonly workflow: string | null;
    readonly actor: string;
  };
}

let call: Awaited<ReturnType<typeof clientOf>>;
const typePath = '/v1/record-types/caused_contact';
const contact = (id: string) => ({ type: 'caused_contact', id });
const pathOf = (id: string) => `/v1/records/caused_contact/${id}`;
const rolePath = '/v1/connection-roles/caused-';

beforeAll(async () => {
  call = await clientOf('ines');
});

/** The header of a write that an event with this id and the depth 40 caused: beyond the limit of workflows, but not of Liaison's own. */
const because = (eventId: string) => ({
  [causeHeaderName]: causeHeader({ eventId, depth: 40, workflow: 'Shop-Restless' }),
});

/** A write that must succeed. */
async function write(method: string, path: string, body?: unknown, cause?: string) {
  const reply = await call(method, path, body, cause === undefined ? {} : because(cause));
  expect([method, path, reply.body, reply.status < 300]).toEqual([method, path, reply.body, true]);
  return reply.body;
}

/** The events of some work and of all that follows from it. */
async function eventsOf(work: () => Promise<void>): Promise<Announced[]> {
  await drained();
  let { next } = (await call('GET', '/v1/changes?after=now')).body;
  await work();
  await drained();
  const events: Announced[] = [];
  for (let more = true; more; ) {
    const { body } = await call('GET', `/v1/changes?limit=100&after=${next}`);
    events.push(...body.items);
    more = body.next !== next;
    next = body.next;
  }
  return events;
}

/** The types of events by what they say caused them; their depth is one more than that of the cause. */
function typesByCause(events: readonly Announced[]) {
  const byId = new Map(events.map((event) => [event.detail.eventId, event]));
  const causes = events.map(({ 'detail-type': type, detail }) => {
    const { causedBy, depth, workflow } = detail;
    const cause = causedBy === null ? undefined : byId.get(causedBy);
    if (cause) {
      expect([type, depth, workflow]).toEqual([
        type,
        cause.detail.depth + 1,
        cause.detail.workflow,
      ]);
      return [cause['detail-type'], type] as const;
    }
    const expected = causedBy === null ? [type, 0, null] : [type, 41, 'Shop-Restless'];
    expect([type, depth, workflow]).toEqual(expected);
    return [causedBy ?? 'nothing', type] as const;
  });
  return Object.fromEntries(
    [...Map.groupBy(causes, ([cause]) => cause)].map(([cause, some]) => [
      cause,
      some.map(([, type]) => type).sort(),
    ]),
  );
}

it('record types and roles', async () => {
  const role = { name: 'Vendor', matchingRoleIds: ['caused-client'] };
  const events = await eventsOf(async () => {
    await write('PUT', typePath, { displayName: 'C', connectionsEnabled: false }, 'type-made');
    await write('PUT', typePath, { displayName: 'D', connectionsEnabled: true });
    const items = [{ id: 'caused-client', name: 'Client' }];
    await write('POST', '/v1/connection-roles/batch', { items }, 'roles-made');
    await write('PUT', `${rolePath}vendor`, role, 'role-put');
    await write('PATCH', `${rolePath}client`, { name: 'Customer' });
    await write('PATCH', `${rolePath}client`, { name: 'Client' }, 'role-patched');
    await write('POST', `${rolePath}client/deactivate`, undefined, 'role-off');
    await write('POST', `${rolePath}client/activate`);
  });
  expect(typesByCause(events)).toEqual({
    'type-made': ['Record Type Created'],
    'roles-made': ['Connection Role Created'],
    // And the role that it matches.
    'role-put': ['Connection Role Created', 'Connection Role Updated'],
    'role-patched': ['Connection Role Updated'],
    'role-off': ['Connection Role Deactivated'],
    nothing: ['Connection Role Activated', 'Connection Role Updated', 'Record Type Updated'],
  });
});

it('connections: each kind of write, in place or to other keys', async () => {
  const items = [...'abcdefgh'].map((id) => ({ ...contact(id), name: id }));
  await write('POST', '/v1/records/batch', { items });
  await write('PUT', `${rolePath}lead`, { name: 'Lead', maxPerRecord: 1 });
  const pair = (from: string, to: string, more: object = {}) => ({
    record1: contact(from),
    record2: contact(to),
    ...more,
  });
  const at = (id: string) => `/v1/connections/${id}`;
  const lead = { record2RoleId: 'caused-lead' };
  const changes = (atomic: boolean, ...items: object[]) => ({ atomic, items });
  const events = await eventsOf(async () => {
    const { id } = await write('POST', '/v1/connections', pair('a', 'b'), 'made');
    await write('PATCH', at(id), { description: 'one' });
    await write('PATCH', at(id), { description: 'two' }, 'patched');
    await write('PATCH', at(id), { title: 'Chair' });
    await write('PATCH', at(id), { title: 'Secretary' }, 'moved');
    await write('POST', `${at(id)}/deactivate`, undefined, 'deactivated');
    await write('POST', `${at(id)}/activate`);
    await write('DELETE', at(id), undefined, 'deleted');

    const batch = { items: [pair('a', 'c', { externalId: { source: 'caused', key: '1' } })] };
    await write('POST', '/v1/connections/batch', batch);
    const [item] = batch.items;
    const upsert = { items: [{ ...item, description: 'new' }, pair('a', 'd')] };
    await write('POST', '/v1/connections/batch?mode=upsert', upsert, 'upserted');

    await write(
      'POST',
      '/v1/connections',
      pair('e', 'f', { ...lead, effectiveStart: '2020-01-01' }),
    );
    await write('POST', '/v1/connections', pair('e', 'g', { ...lead, replace: true }), 'replaced');

    const create = { op: 'create', connection: pair('b', 'c') };
    const { results } = await write(
      'POST',
      '/v1/connections/changes',
      changes(true, create),
      'together',
    );
    const [{ connection }] = results;
    const update = { op: 'update', id: connection.id, patch: { description: 'x' } };
    const drop = { op: 'delete', id: connection.id };
    await write('POST', '/v1/connections/changes', changes(false, update, drop), 'one-by-one');
  });
  expect(typesByCause(events)).toEqual({
    made: ['Connection Created'],
    patched: ['Connection Updated'],
    moved: ['Connection Updated'],
    deactivated: ['Connection Deactivated'],
    deleted: ['Connection Deleted'],
    upserted: ['Connection Created', 'Connection Updated'],
    replaced: ['Connection Created', 'Connection Updated'],
    together: ['Connection Created'],
    'one-by-one': ['Connection Deleted', 'Connection Updated'],
    nothing: [
      'Connection Activated',
      'Connection Created',
      'Connection Created',
      'Connection Updated',
      'Connection Updated',
    ],
  });
});

it('records, and what Liaison does with their connections and with a role because of that', async () => {
  const items = [...'klmno'].map((id) => ({ ...contact(id), name: id }));
  await write('POST', '/v1/records/batch', { items });
  const connect = (from: string, to: string, more = {}) =>
    write('POST', '/v1/connections', { record1: contact(from), record2: contact(to), ...more });
  await connect('k', 'l', { record1RoleId: 'caused-vendor', record2RoleId: null });
  await connect('m', 'n');
  await connect('n', 'o');
  const events = await eventsOf(async () => {
    await write('PUT', pathOf('k'), { name: 'K1' }, 'put');
    await write('PATCH', pathOf('k'), { name: 'K2' });
    await write('PATCH', pathOf('k'), { name: 'K3' }, 'patched');
    await write('PATCH', pathOf('k'), { attributes: { a: 1 } });
    await write('POST', '/v1/records/batch', { items: [{ ...contact('k'), name: 'K4' }] }, 'batch');
    await drained();
    await write('POST', `${pathOf('m')}/merge`, { into: contact('k') }, 'merged');
    await write('DELETE', pathOf('o'), undefined, 'deleted');
    await write('DELETE', `${rolePath}vendor?policy=clear`, undefined, 'cleared');
  });
  expect(typesByCause(events)).toEqual({
    put: ['Record Renamed'],
    patched: ['Record Renamed'],
    batch: ['Record Renamed'],
    merged: ['Record Merged'],
    deleted: ['Record Deleted'],
    // And the role that it matched.
    cleared: ['Connection Role Clearing'],
    'Record Merged': ['Connection Moved'],
    'Record Deleted': ['Connection Deleted'],
    'Connection Role Clearing': [
      'Connection Role Deleted',
      'Connection Role Updated',
      'Connection Updated',
    ],
    nothing: ['Record Renamed'],
  });
});

it('a malformed header is refused by writes, with what would be right, and ignored by what only reads', async () => {
  const malformed = { [causeHeaderName]: 'connection/1' };
  const { status, body } = await call('PUT', pathOf('a'), { name: 'Other' }, malformed);
  expect([status, body.code, body.errors]).toEqual([
    400,
    'ValidationFailed',
    [
      {
        path: 'Liaison-Cause',
        message:
          'must be the id of an event in double quotes, its depth (0 to 9999) and, if there is one, the workflow, as in ' +
          '"connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3";depth=2;workflow="Crm-VendorTask-A33946A3"; found connection/1',
      },
    ],
  ]);
  expect((await call('GET', pathOf('a'), undefined, malformed)).body.name).toBe('a');
  const read = await call('POST', '/v1/connections/read', { records: [contact('a')] }, malformed);
  expect(read.status).toBe(200);
});
