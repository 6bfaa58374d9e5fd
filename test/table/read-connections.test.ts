// Many records' connections in one request, the attributes of connected records, and sorted lists.
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type RouteName, routes } from '../../shared/contracts/routes.ts';
import { patchConnection } from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../shared/table/records/merge-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import { httpEvent, lambdaContext } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';
import { openFunctions } from '../support/open-functions.ts';
import { clinicTable } from '../support/table.ts';

let table: Awaited<ReturnType<typeof clinicTable>>['table'];
let calls: string[];
let functions: Awaited<ReturnType<typeof openFunctions>>;

const contact = (id: string) => ({ type: 'contact', id });
const letters = [...'abcdefghijklmnopqrst'];
const roles = ['friend', 'expert', null] as const;

beforeAll(async () => {
  capturedLines();
  ({ table, calls } = await clinicTable());
  functions = await openFunctions(table.name, 4, { AWS_ENDPOINT_URL: inject('endpoint') });
  functions.table.db.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        calls.push(String(commandName).replace('Command', ''));
        return next(args);
      },
    { step: 'initialize', name: 'calls' },
  );
  const accounts = letters.map((id, n) => ({
    ...{ type: 'account', id, name: `Account ${id}` },
    attributes: { number: n },
  }));
  await putRecords(table, accounts, caller());
  // From each of a–e to all accounts and to the next contacts.
  const asked = [...'abcde'].flatMap((from, n) =>
    letters.map((to, at) =>
      request(
        [
          `contact/${from}`,
          roles[(n + at) % 3],
          `${at % 2 ? 'account' : 'contact'}/${at % 2 ? to : 'z'}`,
          null,
        ],
        {
          title: `${to}-${at}`,
          effectiveStart: at % 3 ? `2026-01-${String(1 + (at % 5)).padStart(2, '0')}` : null,
          state: at % 7 ? 'active' : 'inactive',
        },
      ),
    ),
  );
  for (const one of await createConnections(table, asked, caller())) createdOf(one);
});

// biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
type Body = any;
async function send(route: RouteName, path: string, body?: object) {
  const event = httpEvent(routes[route], path, { ...(body && { body }), scope: 'liaison/read' });
  const answer = await functions.handlers[routes[route].capability](event, lambdaContext());
  return { status: answer.statusCode, body: JSON.parse(String(answer.body)) as Body };
}
const read = (body: object) => send('readConnections', '/v1/connections/read', body);
const pathOf = ({ type, id }: { type: string; id: string }, query: object) =>
  `/v1/records/${type}/${id}/connections?${new URLSearchParams({ ...query })}`.replaceAll(
    '+',
    '%20',
  );
const list = (record: { type: string; id: string }, query: object) =>
  send('listConnectionsOfRecord', pathOf(record, query));
const idsOf = ({ items }: Body): string[] => items.map(({ id }: Body) => id);

describe('many records in one request', () => {
  it('shows what the list of each shows, and continues there', async () => {
    const conditions = fc.record(
      {
        roleId: fc.constantFrom('friend', 'expert', '-'),
        connectedRoleId: fc.constantFrom('-', 'friend'),
        connectedType: fc.constantFrom('account', 'contact'),
        state: fc.constantFrom('active', 'inactive', 'all'),
        activeOn: fc.constantFrom('2026-01-02', '2025-01-01'),
        expand: fc.constant('connected'),
      },
      { requiredKeys: [] },
    );
    const records = fc.array(fc.constantFrom(...'abcdez').map(contact), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        conditions,
        records,
        fc.integer({ min: 1, max: 25 }),
        async (asked, of, limit) => {
          const { status, body } = await read({ records: of, ...asked, limit });
          expect([status, body.results.map(({ record }: Body) => record)]).toEqual([200, of]);
          for (const [at, { record, items, nextCursor }] of body.results.entries()) {
            const listed = await list(record, { ...asked, limit });
            expect([at, items]).toEqual([at, listed.body.items]);
            expect(nextCursor === undefined).toBe(listed.body.nextCursor === undefined);
            if (!nextCursor) continue;
            const { expand: _, ...same } = asked;
            const next = (cursor: string) => list(record, { ...same, limit: 7, cursor });
            expect((await next(nextCursor)).body.items).toEqual(
              (await next(listed.body.nextCursor)).body.items,
            );
          }
        },
      ),
      { numRuns: effort(12, 300) },
    );
  });

  it('has a problem for a record that is missing or merged, and none for one without connections', async () => {
    const gone = [contact('m'), contact('n'), contact('ghost'), { type: 'nothing', id: 'x' }];
    await mergeRecord(table, contact('m'), { into: contact('n') }, caller(), {
      ifMatch: undefined,
    });
    await deleteRecord(table, contact('o'), caller(), undefined);
    calls.length = 0;
    const { body } = await read({ records: [...gone, contact('o'), contact('a'), contact('a')] });
    expect(body.results.map(({ items, problem }: Body) => problem?.code ?? items.length)).toEqual([
      ...['RecordMerged', 0, 'NotFound', 'NotFound', 'NotFound', 10, 10],
    ]);
    expect(body.results[0]).toMatchObject({
      record: contact('m'),
      problem: { into: contact('n') },
    });
    expect(calls.filter((call) => call === 'BatchGetItem')).toHaveLength(1);
    expect(calls.filter((call) => call === 'Query')).toHaveLength(7);
  });

  it('reports everything that is wrong with the request', async () => {
    const { status, body } = await read({
      records: [{ type: 'contact' }],
      roleId: 'ghost',
      limit: 26,
      ownerId: 'ines',
    });
    expect([status, body.errors.map(({ path }: Body) => path)]).toEqual([
      400,
      ['records[0].id', 'limit', 'ownerId', 'roleId'],
    ]);
    expect((await read({ records: [] })).status).toBe(400);
  });
});

describe('expand=connected', () => {
  it('adds the attributes of record2, of records that exist, in each list', async () => {
    const { body } = await list(contact('a'), { connectedType: 'account', expand: 'connected' });
    expect(body.items.map(({ record2 }: Body) => record2.attributes)).toContainEqual({ number: 1 });
    const ofType = await send(
      'listConnectionsOfType',
      '/v1/record-types/contact/connections?connectedType=account&expand=connected',
    );
    const ofRole = await send(
      'listConnectionsOfRole',
      '/v1/connection-roles/friend/connections?expand=connected',
    );
    for (const { record2 } of [...ofType.body.items, ...ofRole.body.items]) {
      expect(record2.attributes).toEqual(
        record2.type === 'account' ? { number: expect.any(Number) } : {},
      );
    }
    expect((await list(contact('a'), {})).body.items[0].record2).not.toHaveProperty('attributes');
    await deleteRecord(table, { type: 'account', id: 't' }, caller(), undefined);
    const gone = await list(contact('a'), { title: 't-19', expand: 'connected' });
    expect(gone.body.items.map(({ record2 }: Body) => record2.id)).toEqual(['t']);
    expect(gone.body.items[0].record2).not.toHaveProperty('attributes');
  });
});

describe('orderBy', () => {
  const shown: Readonly<Record<string, (one: Body) => string | null>> = {
    connectedName: ({ record2 }) => record2.name.toLowerCase(),
    title: ({ title }) => title?.toLowerCase() ?? null,
    effectiveStart: ({ effectiveStart }) => effectiveStart,
    effectiveEnd: ({ effectiveEnd }) => effectiveEnd,
    createdAt: ({ createdAt }) => createdAt,
    modifiedAt: ({ modifiedAt }) => modifiedAt,
  };

  async function pages(record: { type: string; id: string }, query: object): Promise<Body[]> {
    const all: Body[] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await list(record, { ...query, ...(cursor && { cursor }) });
      expect(status).toBe(200);
      all.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    return all;
  }

  it.each(Object.keys(shown))('%s sorts, in both directions, with blanks last', async (field) => {
    const shownBy = shown[field] as (one: Body) => string | null;
    const all = await pages(contact('b'), { limit: 100 });
    for (const [direction, sign] of [
      ['', 1],
      [' desc', -1],
    ] as const) {
      const expected = all.toSorted((one, other) => {
        const [a, b] = [shownBy(one), shownBy(other)];
        if (a === b) return one.id < other.id ? -1 : 1;
        if (a === null || b === null) return a === null ? 1 : -1;
        return a < b ? -sign : sign;
      });
      const sorted = await pages(contact('b'), { orderBy: field + direction, limit: 7 });
      expect(idsOf({ items: sorted })).toEqual(idsOf({ items: expected }));
    }
  });

  it('applies conditions, filters and expand, in each list', async () => {
    const query = { orderBy: 'title desc', filter: 'number gt 8', expand: 'connected', limit: 2 };
    const filtered = await pages(contact('a'), query);
    expect(filtered.map(({ title }: Body) => title)).toEqual([
      'r-17',
      'p-15',
      'n-13',
      'l-11',
      'j-9',
    ]);
    expect(filtered[0].record2.attributes).toEqual({ number: 17 });
    const ofRole = await send(
      'listConnectionsOfRole',
      '/v1/connection-roles/expert/connections?recordType=contact&orderBy=title&limit=100',
    );
    const titles = ofRole.body.items.map(({ title }: Body) => title);
    expect([titles.length > 20, titles]).toEqual([true, titles.toSorted()]);
  });

  it('shows both halves of a connection in lists by role and type, at any page size', async () => {
    const friends = '/v1/connection-roles/friend/connections?orderBy=effectiveStart';
    const contacts = '/v1/record-types/contact/connections?orderBy=title%20desc';
    const ids = (await send('listConnectionsOfType', `${contacts}&limit=100`)).body.items.map(
      ({ id }: Body) => id,
    );
    expect(new Set(ids).size).toBeLessThan(ids.length);
    for (const [route, path] of [
      ['listConnectionsOfRole', friends],
      ['listConnectionsOfType', contacts],
    ] as const) {
      const walk = async (limit: number) => {
        const seen: string[] = [];
        for (let cursor = ''; ; ) {
          const { body } = await send(
            route,
            `${path}&limit=${limit}${cursor && `&cursor=${cursor}`}`,
          );
          for (const { id, record1 } of body.items)
            seen.push(`${id} ${record1.type}/${record1.id}`);
          if (!body.nextCursor) return seen;
          cursor = encodeURIComponent(body.nextCursor);
        }
      };
      const all = await walk(100);
      expect(new Set(all).size).toBe(all.length);
      for (const limit of [1, 7]) expect(await walk(limit)).toEqual(all);
    }
  });

  it('continues after its place in the order, whatever happened to it in between', async () => {
    const first = await list(contact('c'), { orderBy: 'title', limit: 3 });
    const [, , last] = first.body.items;
    await patchConnection(table, last.id, { title: 'zz' }, caller(), { ifMatch: undefined });
    const cursor = first.body.nextCursor;
    const next = await list(contact('c'), { orderBy: 'title', limit: 3, cursor });
    expect(next.body.items.map(({ title }: Body) => title)).toEqual(['d-3', 'e-4', 'f-5']);
    expect((await list(contact('c'), { orderBy: 'title desc', cursor })).status).toBe(400);
    expect((await list(contact('c'), { cursor })).status).toBe(400);
  });
});
