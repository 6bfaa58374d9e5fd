// A dry run answers what the write would answer, and writes nothing.
import fc from 'fast-check';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type RouteName, routes } from '../../shared/contracts/routes.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { effort } from '../support/effort.ts';
import { caller } from '../support/fixtures.ts';
import { httpEvent, lambdaContext, type Sent } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';
import { readLine } from '../support/log-lines.ts';
import { openFunctions } from '../support/open-functions.ts';
import { allItems, clinicTable } from '../support/table.ts';

let functions: Awaited<ReturnType<typeof openFunctions>>;
let stored: () => Promise<string>;
const calls: string[] = [];
const lines = capturedLines();

beforeAll(async () => {
  const { table } = await clinicTable();
  functions = await openFunctions(table.name, 4, { AWS_ENDPOINT_URL: inject('endpoint') });
  functions.table.db.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        calls.push(String(commandName));
        return next(args);
      },
    { step: 'initialize', name: 'calls' },
  );
  stored = async () =>
    JSON.stringify((await allItems(table)).map((item) => JSON.stringify(item)).sort());
});

interface Asked extends Sent {
  readonly route: RouteName;
  readonly path: string;
}

// biome-ignore lint/suspicious/noExplicitAny: the tests check the bodies that they expect
type Body = any;

async function send({ route, path, ...sent }: Asked, query = '') {
  const event = httpEvent(routes[route], `${path}${query}`, sent);
  const answer = await functions.handlers[routes[route].capability](event, lambdaContext());
  const body: Body = answer.body ? JSON.parse(String(answer.body)) : undefined;
  return { status: answer.statusCode, headers: answer.headers ?? {}, body };
}

/** A body without what two requests at different times never have in common. */
function comparable(body: Body): Body {
  return JSON.parse(JSON.stringify(body ?? {}), (key, value) =>
    ['createdAt', 'modifiedAt', 'dryRun'].includes(key) ? undefined : value,
  );
}

/**
 * The same without the ids in connections, and without those that the write makes as `existingId`. The id of a
 * result itself stays: it names a connection that the request named, too.
 */
function withoutIds(body: Body): Body {
  const { id: _, ...whole } = comparable(body);
  if (!whole.results) return whole;
  const made = new Set(
    body.results.flatMap(({ status, connection }: Body) =>
      status === 'created' ? [connection?.id] : [],
    ),
  );
  const results = whole.results.map(({ connection, ...result }: Body) => {
    const { id: _, ...shown } = connection ?? {};
    return { ...result, ...(connection && { connection: shown }) };
  });
  return JSON.parse(JSON.stringify({ ...whole, results }), (key, value) =>
    key === 'existingId' && made.has(value) ? undefined : value,
  );
}

/** Asks what a write would do, checks that no write was sent, then writes and compares. */
async function expectForetold(asked: Asked) {
  calls.length = 0;
  const dry = await send(asked, '?dryRun=true');
  expect(calls).not.toContain('TransactWriteItemsCommand');
  const real = await send(asked);
  expect(dry.status).toBe(real.status === 204 ? 200 : real.status);
  expect(comparable(dry.body)).toEqual(withoutIds(real.body));
  if (dry.status && dry.status < 300) {
    expect(dry.body.dryRun).toBe(true);
    expect([dry.headers.etag, dry.headers.location]).toEqual([undefined, undefined]);
  }
  return { dry, real };
}

const contact = fc
  .constantFrom('a', 'b', 'a', 'b', 'missing')
  .map((id) => ({ type: 'contact', id }));
const roleId = fc.constantFrom(
  undefined,
  undefined,
  'friend',
  'friend',
  'doctor',
  null,
  'retired',
  'ghost',
);
const day = fc.constantFrom(undefined, null, '2026-01-01', '2026-02-01', '2026-03-01');
const state = fc.constantFrom(undefined, 'active', 'inactive');
const externalId = fc.constantFrom(
  undefined,
  undefined,
  null,
  ...['1', '2', '3'].map((key) => ({ source: 'x', key })),
);
const connection = fc.record(
  {
    record1: contact,
    record1RoleId: roleId,
    record2: contact,
    record2RoleId: roleId,
    effectiveStart: day,
    effectiveEnd: day,
    title: fc.constantFrom(undefined, undefined, 'Chair', 'CHAIR'),
    attributes: fc.constantFrom(undefined, { share: 1 }),
    externalId,
    state,
  },
  { requiredKeys: ['record1', 'record2'] },
);
const patch = fc.record(
  {
    record1RoleId: roleId,
    record2RoleId: roleId,
    effectiveStart: day,
    effectiveEnd: day,
    description: fc.constantFrom('', 'x', 'y'),
    externalId,
    attributes: fc.constantFrom(null, { share: 2 }, { share: null }),
  },
  { requiredKeys: [] },
);
/** An item of several changes; `which` chooses a connection. */
const change = fc.oneof(
  fc.record({ op: fc.constant('create'), connection }),
  fc.record({ op: fc.constant('update'), which: fc.nat(), patch }),
  fc.record(
    {
      op: fc.constantFrom('activate', 'deactivate', 'delete'),
      which: fc.nat(),
      ifVersion: fc.constantFrom(1, 2),
    },
    { requiredKeys: ['op', 'which'] },
  ),
);
const header = fc.constantFrom(undefined, undefined, undefined, '"1"', '"2"', '*');
const sub = fc.constantFrom('ines', 'omar');

/** Any write of connections; `which` chooses one of those made so far. */
const write = fc.oneof(
  fc.record({ kind: fc.constant('create'), body: connection, sub }),
  fc.record({
    kind: fc.constant('batch'),
    body: fc.record({ items: fc.array(connection, { minLength: 1, maxLength: 4 }) }),
    sub,
  }),
  fc.record({
    kind: fc.constant('changes'),
    body: fc.record({
      atomic: fc.boolean(),
      items: fc.array(change, { minLength: 1, maxLength: 5 }),
    }),
    sub,
  }),
  fc.record({
    kind: fc.constantFrom('patch', 'delete', 'activate', 'deactivate'),
    which: fc.nat(),
    body: patch,
    ifMatch: header,
    sub,
  }),
) as fc.Arbitrary<{ kind: string; which?: number; body: Body; ifMatch?: string; sub: string }>;

const routeOf: Readonly<Record<string, RouteName>> = {
  create: 'createConnection',
  batch: 'batchConnections',
  changes: 'changeConnections',
  patch: 'patchConnection',
  delete: 'deleteConnection',
  activate: 'activateConnection',
  deactivate: 'deactivateConnection',
};

it('any write of connections answers what its dry run foretold', async () => {
  const ids: string[] = ['0190a1b2-0000-7000-8000-000000000001'];
  const scope = 'liaison/read liaison/write';
  await fc.assert(
    fc.asyncProperty(write, async ({ kind, which = 0, body, ifMatch, sub }) => {
      const route = routeOf[kind] as RouteName;
      // The latest are chosen most often.
      const chosen = (n: number) => ids[Math.max(0, ids.length - 1 - (n % 6))] ?? '';
      const id = chosen(which);
      if (kind === 'changes') {
        body.items = body.items.map(({ which: of, ...item }: Body) =>
          of === undefined ? item : { ...item, id: chosen(of) },
        );
      }
      const sent: Asked = {
        route,
        path: routes[route].path.replace('{id}', id),
        sub,
        scope,
        ...(['create', 'batch', 'changes', 'patch'].includes(kind) && { body }),
        ...(ifMatch && { headers: { 'if-match': ifMatch } }),
      };
      const { real } = await expectForetold(sent);
      ids.push(
        ...(kind === 'create' && real.status === 201 ? [real.body.id] : []),
        ...(real.body?.results ?? []).flatMap((one: Body) => one.connection?.id ?? []),
      );
    }),
    { numRuns: effort(80, 3000) },
  );
});

it('the usual outcomes of a write are those of its dry run', async () => {
  const pair = { record1: { type: 'contact', id: 'u' }, record2: { type: 'contact', id: 'v' } };
  const create: Asked = { route: 'createConnection', path: '/v1/connections', body: pair };
  const { real } = await expectForetold(create);
  const path = `/v1/connections/${real.body.id}`;
  const statuses = [real.status];
  const other = { sub: 'omar', scope: 'liaison/read liaison/write' };
  for (const asked of [
    create,
    { route: 'patchConnection', path, body: { description: 'x' } },
    { route: 'deactivateConnection', path: `${path}/deactivate` },
    { route: 'patchConnection', path, body: { description: 'y' } },
    { route: 'deleteConnection', path, ...other },
    { route: 'deleteConnection', path, headers: { 'if-match': '"1"' } },
    { route: 'deleteConnection', path },
    { route: 'activateConnection', path: `${path}/activate` },
  ] as Asked[]) {
    statuses.push((await expectForetold(asked)).real.status);
  }
  expect(statuses).toEqual([201, 409, 200, 200, 409, 403, 412, 204, 404]);
});

describe('a dry run', () => {
  const pair = (from: string, to: string) => ({
    record1: { type: 'contact', id: from },
    record1RoleId: 'friend',
    record2: { type: 'contact', id: to },
  });
  const create = (from: string, to: string, more: object = {}): Asked => ({
    route: 'createConnection',
    path: '/v1/connections',
    body: pair(from, to),
    ...more,
  });

  it('neither uses nor stores an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'dry' };
    const before = await stored();
    await send(create('k', 'l', { headers }), '?dryRun=true');
    expect(await stored()).toBe(before);
    const made = await send(create('k', 'l', { headers }));
    expect([made.status, made.headers['idempotent-replayed']]).toEqual([201, undefined]);
    const again = await send(create('k', 'l', { headers }));
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([made.body, 'true']);
    const dry = await send(create('k', 'l', { headers }), '?dryRun=true');
    expect(dry.body).toMatchObject({ code: 'ConnectionExists', existingId: made.body.id });
  });

  it('of a batch names no connection that does not exist', async () => {
    const other = { ...pair('n', 'm'), description: 'Another' };
    const body = { items: [pair('m', 'n'), pair('n', 'm'), other] };
    const batch: Asked = { route: 'batchConnections', path: '/v1/connections/batch', body };
    const { body: dry } = await send(batch, '?dryRun=true');
    expect(dry).toMatchObject({ dryRun: true, counts: { created: 1, identical: 1, duplicate: 1 } });
    expect(dry.results[2].problem).toMatchObject({
      code: 'ConnectionExists',
      existingState: 'active',
      differs: ['description'],
    });
    expect(JSON.stringify(dry)).not.toMatch(/existingId|"id":"0/);
  });

  it('does not count the connections of a deleted record, whose id belongs to another one now', async () => {
    const { table } = functions;
    const old = await send(create('o', 'p'));
    expect(old.status).toBe(201);
    await deleteRecord(table, { type: 'contact', id: 'o' }, caller(), undefined);
    const later = { ...caller(), now: '2026-11-23T10:00:00.000Z' };
    await putRecords(table, [{ type: 'contact', id: 'o', name: 'Another', attributes: {} }], later);
    const { real } = await expectForetold(create('o', 'p'));
    expect(real.status).toBe(201);
  });

  it('is marked in the log line', async () => {
    lines.length = 0;
    await send(create('q', 'r'), '?dryRun=true');
    expect(lines.map(readLine)).toMatchObject([{ operation: 'createConnection', dryRun: true }]);
  });

  it.each(['yes', '1', ''])('is not asked for with dryRun=%s', async (text) => {
    const { status, body } = await send(create('s', 't'), `?dryRun=${text}`);
    expect([status, body.errors[0].path]).toEqual([400, 'dryRun']);
  });
});
