// The change feed as an HTTP client sees it: the events of the bus, each once, and its cursors.
import { beforeAll, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { clientOfHost } from '../support/api.ts';
import { workbench } from '../support/workbench.ts';

const { emptyService } = workbench();

interface BusEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly detail: { readonly eventId: string };
}

const onBus: BusEvent[] = [];
let host: Host;
let call: Awaited<ReturnType<typeof clientOfHost>>;

const contact = (id: string) => ({ type: 'contact', id });

beforeAll(async () => {
  host = await emptyService({ onEvent: (event) => onBus.push(event as unknown as BusEvent) });
  call = await clientOfHost(host, 'ines');
  for (const type of ['contact', 'account']) {
    await call('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  const role = (id: string) => ({ id, name: id });
  await call('POST', '/v1/connection-roles/batch', { items: ['friend', 'vendor'].map(role) });
  const records = ['a', 'b', 'c'].map((id) => ({ ...contact(id), name: id }));
  await call('POST', '/v1/records/batch', { items: records });
  const { body: kept } = await connect('a', 'b', 'friend');
  await call('PATCH', `/v1/connections/${kept.id}`, {
    description: 'Met “in May” €',
    attributes: { share: 0.5 },
  });
  await call('PATCH', `/v1/connections/${kept.id}`, { record1RoleId: 'vendor' });
  await call('POST', `/v1/connections/${kept.id}/deactivate`);
  await call('PUT', '/v1/records/contact/a', { name: 'Ana' });
  await connect('b', 'c', 'friend');
  await call('POST', '/v1/records/contact/b/merge', { into: contact('a') });
  await host.drained();
});

const connect = (from: string, to: string, role: string) =>
  call('POST', '/v1/connections', {
    ...{ record1: contact(from), record1RoleId: role, record2: contact(to) },
    record2RoleId: null,
  });

/** Follows `next` until it is unchanged. */
async function follow(query: string, after?: string) {
  const items: (BusEvent & { eventId: string })[] = [];
  for (let next = after; ; ) {
    const address = `/v1/changes?${query}${next === undefined ? '' : `&after=${next}`}`;
    const { status, body } = await call('GET', address);
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.next === next) return { items, next };
    next = body.next;
  }
}

it('has the events of the bus, in its order, each once', async () => {
  const { items } = await follow('limit=3');
  const published = new Map(onBus.map((event) => [event.detail.eventId, event]));
  expect(items).toEqual(
    [...published.values()].map(({ source, detail, ...event }) => {
      return { eventId: detail.eventId, source, 'detail-type': event['detail-type'], detail };
    }),
  );
  expect((await follow('limit=100')).items).toEqual(items);
  expect(new Set(items.map((event) => event['detail-type']))).toContain('Connection Moved');
});

it('continues from the present, and `next` stays the same until something changes', async () => {
  const { body: present } = await call('GET', '/v1/changes?after=now');
  expect(present).toEqual({ items: [], next: expect.any(String) });
  expect((await call('GET', `/v1/changes?after=${present.next}`)).body).toEqual(present);

  await call('PUT', '/v1/records/contact/c', { name: 'Carla' });
  await host.drained();

  const { items, next } = await follow('', present.next);
  expect(items.map((event) => event['detail-type'])).toEqual(['Record Renamed']);
  expect(next).not.toBe(present.next);
});

it('a reader of one role or type sees what concerns it, also that it was deleted', async () => {
  await call('POST', '/v1/connection-roles', { id: 'spare', name: 'Spare' });
  await host.drained();
  const { items, next } = await follow('roleId=spare');
  expect(items.map((event) => event['detail-type'])).toEqual(['Connection Role Created']);

  await call('DELETE', '/v1/connection-roles/spare');
  await call('PUT', '/v1/records/contact/c', { name: 'Carola' });
  await host.drained();
  const later = await follow('roleId=spare', next);
  expect(later.items.map((event) => event['detail-type'])).toEqual(['Connection Role Deleted']);

  const ofAccounts = (await follow('recordType=account')).items;
  expect(ofAccounts.map((event) => event['detail-type'])).toEqual(['Record Type Created']);
  const withoutRole = (await follow('roleId=-')).items;
  expect(withoutRole.length).toBeGreaterThan(0);
  expect(withoutRole.every((event) => event['detail-type'].startsWith('Connection '))).toBe(true);
});

it('refuses cursors that are changed or belong to another query, and names that do not exist', async () => {
  const { body } = await call('GET', '/v1/changes?limit=2');
  const invalid = {
    code: 'ValidationFailed',
    errors: [{ path: 'after', message: expect.any(String) }],
  };
  const refusals: [query: string, problem: object][] = [
    [`after=${body.next.slice(0, -1)}`, invalid],
    ['after=yesterday', invalid],
    ['after=', invalid],
    [`after=${body.next}&recordType=contact`, invalid],
    [`after=${body.next}&roleId=-`, invalid],
    ['recordType=nobody', { code: 'RecordTypeNotFound' }],
    ['after=now&roleId=nobody', { code: 'ConnectionRoleNotFound' }],
    ['limit=101', { code: 'ValidationFailed' }],
    ['cursor=now', { code: 'ValidationFailed' }],
  ];
  for (const [query, problem] of refusals) {
    const reply = await call('GET', `/v1/changes?${query}`);
    expect([query, reply.status, reply.body]).toEqual([
      query,
      400,
      expect.objectContaining(problem),
    ]);
  }
});
