// Lists at their limits: answers that would be too large, and lists that are too long to be sorted.
import { beforeAll, expect, inject, it } from 'vitest';
import { type RouteName, routes } from '../../../shared/contracts/routes.ts';
import type { Connection } from '../../../shared/domain/connection-rules.ts';
import { createConnections } from '../../../shared/table/connections/create-connections.ts';
import { putRecords } from '../../../shared/table/records/put-records.ts';
import { createdOf } from '../../support/created.ts';
import { caller, request } from '../../support/fixtures.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { capturedLines } from '../../support/in-process.ts';
import { openFunctions } from '../../support/open-functions.ts';
import { idOfLine, putHalves } from '../../support/samples.ts';
import { clinicTable } from '../../support/table.ts';

let table: Awaited<ReturnType<typeof clinicTable>>['table'];
let functions: Awaited<ReturnType<typeof openFunctions>>;

beforeAll(async () => {
  capturedLines();
  ({ table } = await clinicTable());
  functions = await openFunctions(table.name, 4, { AWS_ENDPOINT_URL: inject('endpoint') });
});

// biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
type Body = any;
async function send(route: RouteName, path: string, body?: object) {
  const event = httpEvent(routes[route], path, { ...(body && { body }) });
  const answer = await functions.handlers[routes[route].capability](event, lambdaContext());
  return { status: answer.statusCode, body: JSON.parse(String(answer.body)) as Body };
}
const contact = (id: string) => ({ type: 'contact', id });
const read = (body: object) => send('readConnections', '/v1/connections/read', body);
const list = ({ type, id }: { type: string; id: string }, query: object) =>
  send(
    'listConnectionsOfRecord',
    `/v1/records/${type}/${id}/connections?${new URLSearchParams({ ...query })}`,
  );
const idsOf = ({ items }: Body): string[] => items.map(({ id }: Body) => id);

it('makes pages shorter whose attributes would be too large for an answer', async () => {
  const large = Array.from({ length: 60 }, (_, n) => ({
    ...{ type: 'opportunity', id: `large-${n}`, name: 'Large' },
    attributes: { text: 'x'.repeat(99_000), n },
  }));
  await putRecords(table, large, caller());
  const asked = large.map(({ id }) => request(['contact/u', null, `opportunity/${id}`, null]));
  for (const one of await createConnections(table, asked, caller())) createdOf(one);
  const seen: number[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const query = { limit: '100', expand: 'connected', ...(cursor && { cursor }) };
    const { status, body } = await list(contact('u'), query);
    expect(status).toBe(200);
    expect(JSON.stringify(JSON.stringify(body)).length).toBeLessThan(6_000_000);
    seen.push(...body.items.map(({ record2 }: Body) => record2.attributes.n));
    cursor = body.nextCursor;
    pages += 1;
  } while (cursor);
  expect([pages, new Set(seen).size, seen.length]).toEqual([2, 60, 60]);
  const few = ['a', 'b'].map((id) => request([`contact/${id}`, null, 'contact/z', null]));
  for (const one of await createConnections(table, few, caller())) createdOf(one);
  const records = [contact('u'), contact('a'), contact('u'), contact('u'), contact('b')];
  const { body } = await read({ records, expand: 'connected', limit: 20 });
  const counts = body.results.map(({ items }: Body) => items.length);
  expect(counts).toEqual([20, 1, 20, 0, 0]);
  const from = (at: number) => ({ cursor: body.results[at].nextCursor, limit: 20 });
  expect(idsOf((await list(contact('u'), from(3))).body)).toEqual(idsOf(body.results[0]));
  expect(idsOf((await list(contact('b'), from(4))).body)).toHaveLength(1);
});

it('is refused for more than 1,000 connections, with how to narrow the list', async () => {
  const at = '2026-01-01T00:00:00.000Z';
  const connectionOf = (n: number): Connection => ({
    ...{ id: idOfLine(n), title: null, attributes: null, externalId: null, description: null },
    record1: { ...contact('x'), name: 'X', roleId: n % 2 ? 'expert' : 'friend' },
    record2: { type: 'account', id: `to-${n}`, name: `To ${n}`, roleId: null },
    ...{ effectiveStart: null, effectiveEnd: null, state: 'active', ownerId: 'ines' },
    ...{ createdAt: at, createdBy: 'ines', modifiedAt: at, modifiedBy: 'ines', version: 1 },
  });
  const all = Array.from({ length: 1001 }, (_, n) => connectionOf(n));
  await putHalves(table, all.slice(0, 1000), ['record1']);
  expect((await list(contact('x'), { orderBy: 'createdAt', state: 'inactive' })).status).toBe(200);
  await putHalves(table, all.slice(1000), ['record1']);
  const { status, body } = await list(contact('x'), {
    orderBy: 'createdAt',
    activeOn: '2000-01-01',
  });
  expect([status, body.code, body.count, body.errors[0].path]).toEqual([
    ...[400, 'TooManyToSort', 1001, 'orderBy'],
  ]);
  expect(body.detail).toContain('narrow it with roleId');
  const narrow = { orderBy: 'createdAt', roleId: 'expert', connectedRoleId: '-', limit: 5 };
  expect((await list(contact('x'), narrow)).body.items).toHaveLength(5);
});
