// Connections by their ids and by their owner: GET /v1/connections.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { routes } from '../../shared/contracts/routes.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { connectionsOfOwner } from '../../shared/table/lists/connections-of-owner.ts';
import { createdOf } from '../support/created.ts';
import { caller, request } from '../support/fixtures.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';
import { openFunctions } from '../support/open-functions.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { clinicTable } from '../support/table.ts';

let table: Awaited<ReturnType<typeof clinicTable>>['table'];
let functions: Awaited<ReturnType<typeof openFunctions>>;
let connections: Connection[];
/** The stream, as far as it was delivered. */
let seen = 0;

const letters = [...'bcdefghijklm'];
const at = (minute: number, actor = 'ines') => ({
  ...caller(actor, true),
  now: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`,
});

beforeAll(async () => {
  capturedLines();
  ({ table } = await clinicTable({}, { streamed: true }));
  functions = await openFunctions(table.name, 4, { AWS_ENDPOINT_URL: inject('endpoint') });
  connections = [];
  for (const [minute, letter] of letters.entries()) {
    const asked = [request(['contact/a', null, `contact/${letter}`, null], { ownerId: 'mateo' })];
    connections.push(createdOf((await createConnections(table, asked, at(minute)))[0]));
  }
  await drain();
});

/** Delivers what is new in the stream, twice and in reverse. */
async function drain() {
  const all = await streamOf(table);
  const batch = all.slice(seen);
  seen = all.length;
  await deliver(table, batch.toReversed());
  await deliver(table, batch);
}

async function get(query: string) {
  const event = httpEvent(routes.listConnections, `/v1/connections?${query}`);
  const { statusCode, body } = await functions.handlers.queries(event, lambdaContext());
  return { status: statusCode, body: JSON.parse(String(body)) };
}
const idOf = ({ id }: { id: string }) => id;

async function owned(ownerId: string, limit: number, state: 'active' | 'all' = 'all') {
  const pages: string[][] = [];
  let after: string | undefined;
  do {
    const page = await connectionsOfOwner(table, { ownerId, state }, limit, after);
    pages.push(page.items.map(idOf));
    after = page.position;
  } while (after !== undefined);
  return pages;
}

describe('by ids', () => {
  it('returns them in the order asked, each once, and those that do not exist as missing', async () => {
    const [one, two, three] = connections as [Connection, Connection, Connection];
    const none = '0198c5a0-0000-7000-8000-000000000000';
    const ids = [three.id, none, one.id.toUpperCase(), two.id, one.id];
    const { status, body } = await get(`ids=${ids.join()}`);
    expect([status, body.items.map(idOf), body.missing]).toEqual([
      ...[200, [three.id, one.id, two.id], [none]],
    ]);
    expect(body.items[1]).toMatchObject({ record1: { id: 'a' }, record2: { id: 'b' } });
  });

  it('finds one that was moved or created a moment ago', async () => {
    const asked = [request(['contact/b', null, 'contact/c', null])];
    const made = createdOf((await createConnections(table, asked, caller()))[0]);
    const [moved] = connections as [Connection];
    const patch = { effectiveStart: '2026-01-01' };
    await patchConnection(table, moved.id, patch, at(40), { ifMatch: undefined });
    const { body } = await get(`ids=${made.id},${moved.id}`);
    expect(body.items.map(idOf)).toEqual([made.id, moved.id]);
    await drain();
  });
});

describe('by owner', () => {
  it('returns each once, the last changed first, on pages of any size', async () => {
    const expected = [connections[0]?.id, ...connections.slice(1).reverse().map(idOf)];
    for (const limit of [1, 5, 11, 12, 100]) {
      const pages = await owned('mateo', limit);
      expect(pages.flat()).toEqual(expected);
      expect(pages.every((page, n) => page.length === limit || n === pages.length - 1)).toBe(true);
    }
  });

  it('moves a changed one to the beginning, and drops those that were deleted or have another owner', async () => {
    const [, second, third, fourth] = connections as Connection[];
    const changing = (one: Connection | undefined, patch: object, minute: number) =>
      patchConnection(table, one?.id ?? '', patch, at(minute), { ifMatch: undefined });
    await changing(second, { description: 'Twice' }, 41);
    await changing(second, { description: 'In one batch' }, 42);
    await changing(third, { ownerId: 'omar#0' }, 43);
    await deleteConnection(table, fourth?.id ?? '', at(44), undefined);
    const stale = (await owned('mateo', 100)).flat();
    expect(stale).not.toContain(third?.id);
    expect(stale).not.toContain(fourth?.id);
    await drain();
    const now = (await owned('mateo', 10)).flat();
    expect(now[0]).toBe(second?.id);
    expect([...now].sort()).toEqual(
      connections
        .filter((one) => one !== third && one !== fourth)
        .map(idOf)
        .sort(),
    );
    expect(await owned('omar#0', 10)).toEqual([[third?.id]]);
  });

  it('can be limited to a state, over HTTP with a cursor', async () => {
    const [, , , , fifth] = connections as Connection[];
    await setConnectionState(table, fifth?.id ?? '', 'inactive', at(45), { ifMatch: undefined });
    await drain();
    expect((await owned('mateo', 100, 'active')).flat()).not.toContain(fifth?.id);
    const first = await get('ownerId=mateo&state=inactive&limit=1');
    expect(first).toMatchObject({ status: 200, body: { items: [{ id: fifth?.id }] } });
    expect(first.body).not.toHaveProperty('nextCursor');
    const page = await get('ownerId=mateo&limit=6');
    const cursor = page.body.nextCursor;
    const rest = await get(`ownerId=mateo&limit=6&cursor=${cursor}`);
    expect([page.body.items.length, rest.body.items.length]).toEqual([6, 4]);
    expect((await get(`ownerId=ines&cursor=${cursor}`)).status).toBe(400);
  });
});

it.each([
  '',
  'limit=5',
  'state=active',
  'externalSource=crm',
  'externalKey=1',
  'ids=0198c5a0-0000-7000-8000-000000000000&ownerId=mateo',
  'ids=0198c5a0-0000-7000-8000-000000000000&limit=5',
  'ownerId=mateo&externalSource=crm&externalKey=1',
  'externalSource=crm&externalKey=1&cursor=abc',
])('refuses "%s" and says which combinations are right', async (query) => {
  const { status, body } = await get(query);
  expect([status, body.code]).toEqual([400, 'ValidationFailed']);
  expect(body.detail).toMatch(
    /^the query must have exactly one of these: ids; ownerId \(.*externalKey$/,
  );
});

it.each([
  'ids=',
  'ids=a',
  `ids=${Array(101).fill('0198c5a0-0000-7000-8000-000000000000').join()}`,
])('refuses ids that are none: %.12s', async (query) => {
  const { status, body } = await get(query);
  expect([status, body.errors[0].path]).toEqual([400, 'ids']);
});
