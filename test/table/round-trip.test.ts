// What GET, a list or an export returns can be sent back, and changes nothing: no write, no new
// version, no history.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { exportFolder } from '../../cli/export-folder.ts';
import { importFolder } from '../../cli/import-folder.ts';
import type { ProgressBar } from '../../cli/progress-bar.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { dataFiles } from '../../shared/import/data-files.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { effort } from '../support/effort.ts';
import { functionsOn, type Reply } from '../support/in-process.ts';
import { clientsOf } from '../support/in-process-client.ts';
import { allItems, clinicTable } from '../support/table.ts';

let ask: Awaited<ReturnType<typeof functionsOn>>['ask'];
let handlers: Awaited<ReturnType<typeof functionsOn>>['handlers'];
let table: Table;
/** The commands that wrote to the table. */
const writes: string[] = [];
const work = mkdtempSync(join(tmpdir(), 'liaison-round-trip-'));
afterAll(() => rmSync(work, { recursive: true }));

beforeAll(async () => {
  const { name, shards } = (await clinicTable()).table;
  ({ ask, handlers, table } = await functionsOn(name, shards));
  table.db.middlewareStack.add(
    (next, context) => (args) => {
      const name = String(context.commandName);
      if (!/^(Get|BatchGet|Query)/.test(name)) writes.push(name);
      return next(args);
    },
    { step: 'initialize' },
  );
});

/** Sends something back, and expects that nothing was written. */
async function unwritten(route: Route, path: string, body: unknown): Promise<Reply> {
  writes.length = 0;
  const reply = await ask(route, path, { body });
  expect([path, reply.body?.errors, writes]).toEqual([path, undefined, []]);
  return reply;
}

const expectStatuses = ({ body }: Reply, count: number, status: string) =>
  expect(body.results).toMatchObject(Array.from({ length: count }, () => ({ status })));

/** Any text that may be stored, also with characters that other systems lose. */
const anyText = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', maxLength }),
      fc.string({ unit: fc.constantFrom(...'ßςİ\ufffd\u0001\ufeff\u2028 \r\n\t"\\🙂e\u0301') }),
    )
    .map((text) => text.replaceAll('\0', '').slice(0, maxLength).toWellFormed());
const anyName = (maxLength = 100) => anyText(maxLength).filter((text) => text.trim() !== '');

/** The characters that a record id may have after its first. */
const idTail = fc.string({ unit: fc.constantFrom(..."az09._~:@!$&'()*+,;=-"), maxLength: 20 });
let made = 0;
const id = idTail.map((tail) => {
  made += 1;
  return `x${made}${tail}`;
});

/** Attributes as JSON text, in which names may look like numbers or prototypes. */
const attributes = fc
  .dictionary(
    fc.oneof(anyText(20), fc.constantFrom('10', '9', '__proto__', 'constructor', '')),
    fc.jsonValue({ stringUnit: 'binary', depthSize: 'small' }),
    { maxKeys: 6 },
  )
  .map((value) => JSON.stringify(value).replaceAll('\\u0000', '\\ufffd'));

const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** How many record types and roles there are. */
const few = 20;

/** Creates one of each kind, reads it in every way, and sends back what it read. */
const kinds: Record<string, fc.Arbitrary<() => Promise<void>>> = {
  recordType: fc
    .record({
      displayName: anyName(),
      displayCollectionName: option(anyName()),
      connectionsEnabled: fc.boolean(),
    })
    .map((body) => async () => {
      made += 1;
      // A few ids, because each change reads all types and roles. One that is enabled stays so.
      const path = `/v1/record-types/${body.connectionsEnabled ? 'e' : 'd'}${made % few}`;
      expect((await ask(routes.putRecordType, path, { body })).status).toBeLessThan(300);
      const { body: shown } = await ask(routes.getRecordType, path);
      expect(shown).toMatchObject(JSON.parse(JSON.stringify(body)));
      const again = await unwritten(routes.putRecordType, path, shown);
      expect([again.status, again.body]).toEqual([200, shown]);
    }),

  role: fc
    .record({
      name: anyName(),
      category: option(anyName()),
      description: option(anyText(300)),
      recordTypes: option(fc.constantFrom([], ['contact'], ['account', 'contact'])),
      matchingRoleIds: option(fc.constantFrom([], ['expert'])),
      state: option(fc.constantFrom('active', 'inactive')),
    })
    .map((body) => async () => {
      made += 1;
      const path = `/v1/connection-roles/role-${made % few}`;
      expect((await ask(routes.putConnectionRole, path, { body })).status).toBeLessThan(300);
      const { body: shown } = await ask(routes.getConnectionRole, path);
      expect(shown.name).toBe(body.name);
      for (const route of [routes.putConnectionRole, routes.patchConnectionRole]) {
        const again = await unwritten(route, path, shown);
        expect([again.status, again.body]).toEqual([200, shown]);
      }
      const { body: matching } = await ask(
        routes.listMatchingRoles,
        '/v1/connection-roles/expert/matching-roles',
      );
      const items = [shown, ...matching.items.slice(-3)];
      const batch = await unwritten(routes.batchConnectionRoles, '/v1/connection-roles/batch', {
        items,
      });
      expectStatuses(batch, items.length, 'identical');
    }),

  record: fc.tuple(id, anyName(500), attributes).map(([record, named, text]) => async () => {
    const path = `/v1/records/contact/${record}`;
    const sent = `{"name":${JSON.stringify(named)},"attributes":${text}}`;
    expect((await ask(routes.putRecord, path, { body: sent })).status).toBe(201);
    const { body: shown } = await ask(routes.getRecord, path);
    expect([shown.name, shown.attributes]).toEqual([named, JSON.parse(text)]);
    const again = await unwritten(routes.putRecord, path, shown);
    expect([again.status, again.body]).toEqual([200, shown]);
    // Other clients write the names in another order.
    const turned = Object.fromEntries(Object.entries(shown.attributes).reverse());
    const other = { ...shown, attributes: turned };
    expect((await unwritten(routes.putRecord, path, other)).body).toEqual(shown);
    const items = [shown, { type: 'contact', id: record, name: named, attributes: turned }];
    const batch = await unwritten(routes.batchRecords, '/v1/records/batch', { items });
    expectStatuses(batch, 2, 'identical');
  }),

  connection: fc
    .record({
      ids: fc.tuple(id, id),
      title: option(anyName(200)),
      attributes: option(attributes.map((text) => JSON.parse(text))),
      externalId: option(
        anyName(200).map((key) => {
          made += 1;
          return { source: 'any', key: `${key}${made}` };
        }),
      ),
      description: option(anyText(300)),
      ownerId: option(anyName()),
      effectiveStart: option(fc.constantFrom('2001-01-01', '2026-12-31')),
      effectiveEnd: option(fc.constantFrom('2027-01-01')),
      state: option(fc.constantFrom('active', 'inactive')),
      roles: fc.constantFrom({}, { record1RoleId: 'doctor' }, { record2RoleId: 'friend' }),
    })
    .map(({ ids: [one, other], roles, ...fields }) => async () => {
      const records = [one, other].map((each) => ({ type: 'contact', id: each, name: each }));
      await ask(routes.batchRecords, '/v1/records/batch', { body: { items: records } });
      const [record1, record2] = records;
      const body = { ...fields, ...roles, record1, record2 };
      const created = await ask(routes.createConnection, '/v1/connections', { body });
      expect(created.status).toBe(201);
      const path = `/v1/connections/${created.body.id}`;
      const { body: shown } = await ask(routes.getConnection, path);
      expect(shown).toEqual(created.body);
      const again = await unwritten(routes.patchConnection, path, shown);
      expect([again.status, again.body]).toEqual([200, shown]);
      writes.length = 0;
      const posted = await ask(routes.createConnection, '/v1/connections', { body: shown });
      expect([posted.status, posted.body.existingId, writes]).toEqual([409, shown.id, []]);
      const lists = await Promise.all(
        [one, other].map((each) =>
          ask(routes.listConnectionsOfRecord, `/v1/records/contact/${each}/connections`),
        ),
      );
      const items = lists.flatMap((list) => list.body.items);
      expect(items).toHaveLength(2);
      const batch = await unwritten(routes.batchConnections, '/v1/connections/batch', { items });
      expectStatuses(batch, 2, 'identical');
      const changed = { ...items[0], version: 99, createdBy: 'mallory' };
      const refused = await unwritten(routes.batchConnections, '/v1/connections/batch', {
        items: [changed],
      });
      expectStatuses(refused, 1, 'invalid');
      const faults = refused.body.results[0].problem.errors as { path: string }[];
      expect(faults.map((fault) => fault.path).sort()).toEqual(['createdBy', 'version']);
      expect((await ask(routes.getConnection, path)).body).toEqual(shown);
    }),
};

it('what GET or a list returns changes nothing if it is sent back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(...Object.values(kinds)), (run) => run()),
    // Shrinking would create the same ids again.
    { numRuns: effort(60, 10_000), endOnFailure: true },
  );
}, 3_600_000);

/** All items, except the answers that are stored for the idempotency keys of the client. */
const stored = async () =>
  (await allItems(table)).filter(({ pk }) => !String(pk).startsWith('idempotency'));

it('an export changes nothing if it is imported again, and is the same after it', async () => {
  const client = clientsOf(handlers)();
  const progress = { show() {}, note() {}, clear() {}, end() {} } as unknown as ProgressBar;
  const [first, second] = [join(work, 'first'), join(work, 'second')];
  const lines = await exportFolder(client, first, false, progress);
  const before = await stored();
  const report = join(work, 'report');
  const folders = { directory: first, report };
  const { counts } = (await importFolder(client, folders, progress)).summary;
  const rejected = existsSync(report) ? readFileSync(report, 'utf8') : '';
  expect(rejected).toBe('');
  for (const [kind, count] of Object.entries(lines)) {
    expect([kind, counts[kind as keyof typeof counts]]).toMatchObject([
      kind,
      { created: 0, updated: 0, identical: count, differs: 0, blocked: 0, invalid: 0 },
    ]);
  }
  expect(await stored()).toEqual(before);
  await exportFolder(client, second, false, progress);
  for (const file of Object.values(dataFiles)) {
    expect(readFileSync(join(second, file), 'utf8')).toBe(readFileSync(join(first, file), 'utf8'));
  }
  expect(lines.records).toBeGreaterThan(20);
});
