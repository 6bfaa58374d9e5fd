// Several changes of connections in one request: together or each on its own.
import { beforeAll, describe, expect, it } from 'vitest';
import { readChange } from '../../shared/contracts/change-schemas.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { putRoles } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { changeEach } from '../../shared/table/connections/change-each.ts';
import { changeTogether } from '../../shared/table/connections/change-together.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { ChangeResult } from '../../shared/table/connections/plan-changes.ts';
import { type Table, withoutWrites } from '../../shared/table/engine/open-table.ts';
import { connectionByExternalId, getConnection } from '../../shared/table/pairs/find-connection.ts';
import { countsOfRecord } from '../../shared/table/projection/read-counts.ts';
import { historyOfConnection } from '../../shared/table/projection/read-history.ts';
import { withConflicts } from '../support/conflicts.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, newRole, request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import {
  beforeNextWrite,
  brokenPairs,
  clinicTable,
  instanceOn,
  wrongSeries,
} from '../support/table.ts';

let table: Table;
beforeAll(async () => {
  ({ table } = await clinicTable({}, { streamed: true }));
  const roles = [newRole({ id: 'lead', maxPerRecord: 1 }), newRole({ id: 'helper' })];
  await changeCatalog(table, caller(), (catalog) => putRoles(catalog, roles));
});

const contact = (id: string) => ({ type: 'contact', id });
const connection = (from: string, to: string, more: object = {}) => ({
  ...{ record1: contact(from), record1RoleId: null, record2: contact(to), record2RoleId: null },
  ...more,
});
const creation = (...input: Parameters<typeof connection>) => ({
  op: 'create',
  connection: connection(...input),
});
const read = (items: readonly unknown[]) => items.map((one) => readChange(one, []));
const together = async (items: readonly unknown[], by = caller(), on = table) =>
  (await changeTogether(on, read(items), by, () => [])).results;
const each = (items: readonly object[], by = caller(), on = table) =>
  changeEach(on, read(items), by);

async function create(from: string, to: string, more: object = {}): Promise<Connection> {
  const { record1RoleId, record2RoleId, ...rest } = more as Record<string, never>;
  const asked = request(
    [`contact/${from}`, record1RoleId ?? null, `contact/${to}`, record2RoleId ?? null],
    rest,
  );
  return createdOf((await createConnections(table, [asked], caller()))[0]);
}

/** The refused items, each as `index code path`. */
async function refusedBy(write: Promise<unknown>): Promise<string[]> {
  const error = await write.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refusal)) throw new Error('it was not refused', { cause: error });
  expect(error.code).toBe('ChangesRefused');
  return (error.extras.results ?? []).map(({ index, problem: { code, errors } }) =>
    [index, code, ...(errors ?? []).map(({ path }) => path)].join(' '),
  );
}
const statuses = (results: readonly ChangeResult[]) =>
  results.map((one) => ('refusal' in one ? one.refusal.code : one.status));
const connectionIn = (results: readonly ChangeResult[], at: number) => {
  const result = results[at];
  if (!result || !('connection' in result)) throw new Error(`no connection: ${statuses(results)}`);
  return result.connection;
};

async function expectWhole() {
  expect(await brokenPairs(table)).toEqual([]);
  expect(await wrongSeries(table)).toEqual([]);
}

describe('together', () => {
  it('makes changes of all kinds in one transaction', async () => {
    const [one, two, three, four] = await Promise.all([
      create('a', 'b'),
      create('a', 'c'),
      create('a', 'd', { state: 'inactive' }),
      create('a', 'e'),
    ]);
    const items = [
      creation('a', 'f', { title: 'New' }),
      { op: 'update', id: one.id, ifVersion: 1, patch: { effectiveStart: '2026-01-01' } },
      { op: 'deactivate', id: two.id },
      { op: 'activate', id: three.id },
      { op: 'delete', id: four.id },
      { op: 'update', id: (await create('a', 'g')).id, patch: { title: null } },
    ];
    const { table: counted, calls } = instanceOn(table.name, 4);
    const results = await together(items, caller(), counted);
    expect(statuses(results)).toEqual([
      ...['created', 'updated', 'deactivated', 'activated', 'deleted', 'identical'],
    ]);
    expect(calls.filter((call) => call === 'TransactWriteItems')).toHaveLength(1);
    expect(results[1]).toMatchObject({
      changes: [{ field: 'effectiveStart', from: null, to: '2026-01-01' }],
    });
    const made = connectionIn(results, 0);
    expect(await getConnection(table, made.id)).toEqual(made);
    expect(await getConnection(table, one.id)).toMatchObject({ version: 2 });
    await expect(getConnection(table, four.id)).rejects.toMatchObject({ code: 'NotFound' });
    await expectWhole();
  });

  it('is refused with the problem of each item, and writes nothing', async () => {
    const mine = await create('b', 'c');
    const theirs = await create('b', 'd', { ownerId: 'omar' });
    const sleeping = await create('b', 'e', { state: 'inactive' });
    const failed = refusedBy(
      together([
        { op: 'update', id: mine.id, patch: { description: 'Changed' } },
        { op: 'delete', id: theirs.id },
        { op: 'update', id: sleeping.id, patch: { description: 'Changed' } },
        { op: 'delete', id: mine.id, ifVersion: 1 },
        creation('b', 'c'),
        creation('b', 'nobody', { effectiveEnd: 'soon', more: 1 }),
        { op: 'deactivate', id: '0198c5a0-0000-7000-8000-000000000000', ifVersion: 0 },
        { op: 'deactivate', id: '0198c5a0-0000-7000-8000-000000000001' },
        { op: 'update', id: theirs.id, ifVersion: 7, patch: { title: 'New' } },
        { op: 'raise', id: mine.id },
        7,
      ]),
    );
    expect(await failed).toEqual([
      '1 Forbidden',
      '2 ConnectionInactive',
      '3 ValidationFailed id',
      '4 ConnectionExists connection.description',
      '5 ValidationFailed connection.effectiveEnd connection.more connection.record2',
      '6 ValidationFailed ifVersion',
      '7 NotFound',
      '8 ValidationFailed id',
      '9 ValidationFailed op',
      '10 ValidationFailed ',
    ]);
    expect(await getConnection(table, mine.id)).toEqual(mine);
    const stale = { op: 'update', id: mine.id, ifVersion: 7, patch: { title: 'New' } };
    expect(await refusedBy(together([stale]))).toEqual(['0 PreconditionFailed ifVersion']);
  });

  it('lets one item take what another one gives up, in either order', async () => {
    const old = await create('c', 'd', { effectiveStart: '2026-01-01', externalId: keyed('one') });
    const other = await create('c', 'e', { externalId: keyed('two') });
    const lead = await create('c', 'f', { record2RoleId: 'lead' });
    const results = await together([
      creation('c', 'd', { effectiveStart: '2026-01-01', effectiveEnd: '2026-12-31' }),
      { op: 'delete', id: old.id },
      creation('c', 'g', { record2RoleId: 'lead' }),
      { op: 'deactivate', id: lead.id },
      { op: 'update', id: other.id, patch: { externalId: keyed('one') } },
      creation('d', 'e', { externalId: keyed('two') }),
    ]);
    expect(statuses(results)).toEqual([
      ...['created', 'deleted', 'created', 'deactivated', 'updated', 'created'],
    ]);
    expect(await connectionByExternalId(table, keyed('one'))).toMatchObject({ id: other.id });
    expect(await connectionByExternalId(table, keyed('two'))).toEqual(connectionIn(results, 5));
    expect(await getConnection(table, connectionIn(results, 0).id)).toMatchObject({
      effectiveEnd: '2026-12-31',
    });
    expect(await refusedBy(together([{ op: 'activate', id: lead.id }]))).toEqual([
      '0 ConnectionLimitReached',
    ]);
    await expectWhole();
  });

  it('refuses the later one of two that take the same, without an id that is not written', async () => {
    const write = together([
      creation('g', 'h', { record2RoleId: 'lead' }),
      creation('g', 'i', { record2RoleId: 'lead' }),
      creation('g', 'j', { externalId: keyed('twice') }),
      creation('g', 'k', { externalId: keyed('twice') }),
      creation('g', 'l', { effectiveStart: '2026-01-01' }),
      creation('l', 'g'),
    ]);
    const error = (await write.catch((thrown) => thrown)) as Refusal;
    expect(
      error.extras.results?.map(({ index, problem: { code, existingId, existingIds } }) => [
        index,
        code,
        existingId,
        existingIds,
      ]),
    ).toEqual([
      [1, 'ConnectionLimitReached', undefined, []],
      [3, 'ExternalIdTaken', undefined, undefined],
      [5, 'ConnectionExists', undefined, undefined],
    ]);
    const details = error.extras.results?.map(({ problem: { detail } }) => detail);
    for (const [at, item] of [0, 2, 4].entries()) {
      expect(details?.[at]).toContain(`items[${item}]`);
    }
  });

  it('moves connections to keys that others leave', async () => {
    const first = await create('h', 'i', {
      effectiveStart: '2026-01-01',
      effectiveEnd: '2026-02-01',
    });
    const next = await create('h', 'i', {
      effectiveStart: '2026-02-01',
      effectiveEnd: '2026-03-01',
    });
    const results = await together([
      {
        op: 'update',
        id: first.id,
        patch: { effectiveStart: '2026-02-01', effectiveEnd: '2026-03-01' },
      },
      {
        op: 'update',
        id: next.id,
        patch: { effectiveStart: '2026-01-01', effectiveEnd: '2026-02-01' },
      },
    ]);
    expect(statuses(results)).toEqual(['updated', 'updated']);
    for (const at of [0, 1]) {
      const moved = connectionIn(results, at);
      expect(await getConnection(table, moved.id)).toEqual(moved);
    }
    await expectWhole();
  });

  it('ends what a create replaces, unless another item changes it', async () => {
    const lead = await create('j', 'k', { record2RoleId: 'lead', effectiveStart: '2020-01-01' });
    const replacing = creation('j', 'l', {
      ...{ record2RoleId: 'lead', effectiveStart: '2026-05-01', replace: true },
    });
    const both = [replacing, { op: 'update', id: lead.id, patch: { description: 'Longest' } }];
    expect(await refusedBy(together(both))).toEqual(['0 ValidationFailed connection.replace']);
    expect(statuses(await together([replacing]))).toEqual(['created']);
    expect(await getConnection(table, lead.id)).toMatchObject({ effectiveEnd: '2026-05-01' });
  });

  it('is refused if it needs more writes than a transaction has', async () => {
    const posts = Array.from({ length: 20 }, (_, n) => ({ title: `Post ${n}` }));
    const asked = posts.map((one) => request(['contact/k', null, 'contact/l', null], one));
    const made = (await createConnections(table, asked, caller())).map(createdOf);
    const moved = made.map(({ id }) => ({ op: 'update', id, patch: { record1RoleId: 'expert' } }));
    await expect(together(moved)).rejects.toMatchObject({
      code: 'ValidationFailed',
      message: expect.stringContaining('items: need 102 writes, but at most 100'),
    });
    expect(statuses(await together(moved.slice(1)))).toEqual(Array(19).fill('updated'));
  });

  it('announces, records and counts each change once, whatever takes whose key', async () => {
    const seen = (await streamOf(table)).length;
    const old = await create('m', 'n', { record1RoleId: 'expert' });
    const moving = await create('m', 'n', {
      record1RoleId: 'expert',
      effectiveStart: '2026-01-01',
      title: 'A',
    });
    const results = await together([
      { op: 'delete', id: old.id },
      creation('n', 'm', { record2RoleId: 'expert', effectiveEnd: '2026-12-31' }),
      { op: 'update', id: moving.id, patch: { title: 'B' } },
      creation('m', 'n', { record1RoleId: 'expert', effectiveStart: '2026-01-01', title: 'A' }),
    ]);
    expect(statuses(results)).toEqual(['deleted', 'created', 'updated', 'created']);
    const changes = (await streamOf(table)).slice(seen);
    await deliver(table, changes);
    await deliver(table, changes);
    const events = async (id: string) =>
      (await historyOfConnection(table, id, 10)).items.map(({ event }) => event);
    const [deleted, created] = ['deleted', 'created'];
    expect(await events(old.id)).toEqual([deleted, created]);
    expect(await events(connectionIn(results, 1).id)).toEqual([created]);
    expect(await events(moving.id)).toEqual(['updated', created]);
    expect(await events(connectionIn(results, 3).id)).toEqual([created]);
    expect(await countsOfRecord(table, contact('m'))).toMatchObject({
      total: 3,
      'role:expert': 3,
    });
    expect(await countsOfRecord(table, contact('n'))).toMatchObject({ total: 3 });
  });

  it('of two requests that collide, one is made whole, and the other one not at all', async () => {
    for (let round = 0; round < effort(2, 20); round += 1) {
      const shared = await create('o', 'p', { title: `Round ${round}` });
      const rival = (to: string) => [
        { op: 'update', id: shared.id, ifVersion: 1, patch: { description: to } },
        creation('o', to, { title: `Round ${round}` }),
      ];
      const instances = ['q', 'r', 's', 't'].map((to) => ({
        to,
        on: instanceOn(table.name, 4).table,
      }));
      for (const { on } of instances) withConflicts(on);
      const results = await Promise.allSettled(
        instances.map(({ to, on }) => together(rival(to), caller(), on)),
      );
      const winners = results.flatMap((one, at) =>
        one.status === 'fulfilled' ? [instances[at]?.to] : [],
      );
      expect(winners).toHaveLength(1);
      for (const one of results) {
        if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ChangesRefused' });
      }
      expect(await getConnection(table, shared.id)).toMatchObject({
        description: winners[0],
        version: 2,
      });
    }
    await expectWhole();
  });

  it('decides again if another client was faster', async () => {
    const { table: slow } = instanceOn(table.name, 4);
    const one = await create('p', 'q');
    const edit = { op: 'update', id: one.id, patch: { title: 'Theirs' } };
    beforeNextWrite(slow, () => together([edit]));
    const results = await together(
      [{ op: 'update', id: one.id, patch: { description: 'Mine' } }, creation('p', 'r')],
      caller(),
      slow,
    );
    expect(statuses(results)).toEqual(['updated', 'created']);
    expect(await getConnection(table, one.id)).toMatchObject({
      ...{ title: 'Theirs', description: 'Mine', version: 3 },
    });
  });

  it('is made once if its answer is lost', async () => {
    const { table: lossy } = instanceOn(table.name, 4, { pause: async () => {} });
    let losses = 0;
    lossy.db.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const answer = await next(args);
          if (commandName !== 'TransactWriteItemsCommand' || losses > 0) return answer;
          losses += 1;
          throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
        },
      { step: 'finalizeRequest', priority: 'low', name: 'loss' },
    );
    const results = await together([creation('q', 'r'), creation('q', 's')], caller(), lossy);
    expect([losses, statuses(results)]).toEqual([1, ['created', 'created']]);
    const made = connectionIn(results, 0);
    expect(await getConnection(table, made.id)).toEqual(made);
  });
});

describe('each on its own', () => {
  it('makes them in order, and reports each one that is refused', async () => {
    const one = await create('s', 't');
    const theirs = await create('s', 'u', { ownerId: 'omar' });
    const items = [
      { op: 'update', id: one.id, patch: { title: 'Chair' } },
      creation('s', 't'),
      creation('s', 'v'),
      creation('s', 'v', { description: 'Again' }),
      { op: 'deactivate', id: one.id, ifVersion: 2 },
      { op: 'update', id: one.id, patch: { title: 'Late' } },
      { op: 'activate', id: one.id },
      { op: 'activate', id: one.id },
      { op: 'delete', id: theirs.id },
      { op: 'update', id: one.id, ifVersion: 2, patch: {} },
      { op: 'update', id: one.id, patch: { effectiveEnd: 'soon' } },
      { op: 'delete', id: one.id },
      { op: 'activate', id: one.id },
      creation('s', 't', { title: 'Chair' }),
      { op: 'sleep' },
    ];
    const expected = [
      ...['updated', 'created', 'created', 'ConnectionExists', 'deactivated', 'ConnectionInactive'],
      ...['activated', 'identical', 'Forbidden', 'PreconditionFailed', 'ValidationFailed'],
      ...['deleted', 'NotFound', 'created', 'ValidationFailed'],
    ];
    const foretold = await each(items, caller(), withoutWrites(table));
    expect(statuses(foretold)).toEqual(expected);
    const results = await each(items);
    expect(statuses(results)).toEqual(expected);
    const messages = (all: readonly ChangeResult[]) =>
      all.map((result) => ('refusal' in result ? result.refusal.message : undefined));
    expect(messages(foretold)).toEqual(messages(results));
    expect(messages(results)[10]).toMatch(/^patch\.effectiveEnd: must be a calendar date/);
    await expectWhole();
  });

  it('foretells what limits allow after the items before', async () => {
    const lead = await create('u', 'v', { record2RoleId: 'lead' });
    const items = [
      creation('u', 'w', { record2RoleId: 'lead' }),
      { op: 'update', id: lead.id, patch: { effectiveEnd: '2026-01-01' } },
      creation('u', 'w', { record2RoleId: 'lead', effectiveStart: '2026-01-01' }),
    ];
    const expected = ['ConnectionLimitReached', 'updated', 'created'];
    expect(statuses(await each(items, caller(), withoutWrites(table)))).toEqual(expected);
    expect(statuses(await each(items))).toEqual(expected);
  });
});

const keyed = (key: string) => ({ source: 'changes', key });
