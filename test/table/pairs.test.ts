// Any operations in any order: every pair stays complete, and the table has what was acknowledged.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { collide } from '../../shared/domain/duplicate-rule.ts';
import { patchRole } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { commit } from '../../shared/table/engine/commit.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { clearRole } from '../../shared/table/sweeps/blank-role.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import {
  allItems,
  brokenPairs,
  clinicTable,
  startClearing,
  sweepDeleted,
  sweepRenamed,
} from '../support/table.ts';
import { connectionsIn } from '../support/table-items.ts';

const record = fc.constantFrom('contact/a', 'contact/b', 'contact/c');
const role = fc.constantFrom('doctor', 'nurse', 'friend', null, undefined);
const day = fc.constantFrom(null, '2020-01-01', '2021-01-01', '2022-01-01');
const title = fc.constantFrom(undefined, null, 'Chair', 'CHAIR', 'Secretary');
const period = fc.record({ effectiveStart: day, effectiveEnd: day, title });
const which = fc.nat(5);

const step = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    from: record,
    role1: role,
    to: record,
    role2: role,
    period,
  }),
  fc.record({
    kind: fc.constant('create' as const),
    from: record,
    role1: role,
    to: record,
    role2: role,
    period,
  }),
  fc.record({ kind: fc.constant('roles' as const), which, role1: role, role2: role }),
  fc.record({ kind: fc.constant('period' as const), which, period }),
  fc.record({
    kind: fc.constant('describe' as const),
    which,
    text: fc.constantFrom('x', 'y', null),
    attributes: fc.constantFrom(undefined, null, { share: 1 }, { share: null, level: 2 }),
  }),
  fc.record({
    kind: fc.constant('state' as const),
    which,
    state: fc.constantFrom('active', 'inactive'),
  }),
  fc.record({ kind: fc.constant('delete' as const), which }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Does one step; returns the resulting connection, null for a deletion, or the code of a refusal. */
async function perform(table: Table, one: Step, known: readonly string[]) {
  const options = { ifMatch: undefined };
  if (one.kind === 'create') {
    const [made] = await createConnections(
      table,
      [request([one.from, one.role1, one.to, one.role2], one.period)],
      caller(),
    );
    return createdOf(made);
  }
  const id = known[one.which % known.length] ?? '0190a1b2-0000-7000-8000-000000000001';
  switch (one.kind) {
    case 'roles': {
      const { role1, role2 } = one;
      const patch = { record1RoleId: role1, record2RoleId: role2 };
      return patchConnection(table, id, patch, caller(), options);
    }
    case 'period':
      return patchConnection(table, id, one.period, caller(), options);
    case 'describe':
      return patchConnection(
        table,
        id,
        { description: one.text, attributes: one.attributes },
        caller(),
        options,
      );
    case 'state':
      return setConnectionState(table, id, one.state as 'active', caller(), options);
    case 'delete':
      await deleteConnection(table, id, caller(), undefined);
      return null;
  }
}

async function deleteAll(table: Table): Promise<void> {
  for (const { id } of await connectionsIn(table)) {
    await deleteConnection(table, id, caller(), undefined);
  }
}

/** No two connections join the same two records with the same roles at the same time. */
function expectNoDuplicates(connections: readonly Connection[]) {
  const sides = ({ record1, record2 }: Connection) =>
    [record1, record2]
      .map((side) => `${side.id} ${side.roleId}`)
      .sort()
      .join();
  for (const [at, one] of connections.entries()) {
    for (const other of connections.slice(at + 1)) {
      if (sides(one) === sides(other)) expect(collide(one, other)).toBe(false);
    }
  }
}

it('random creates, edits, activations and deletions', async () => {
  const { table } = await clinicTable();
  await fc.assert(
    fc
      .asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        const model = new Map<string, Connection>();
        for (const one of steps) {
          const known = [...model.keys()];
          try {
            const after = await perform(table, one, known);
            if (after) model.set(after.id, after);
            else if ('which' in one) model.delete(known[one.which % known.length] as string);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(['InternalError', 'Busy']).not.toContain(error.code);
          }
        }
        const expected = [...model.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(await connectionsIn(table)).toEqual(expected);
        expect(await brokenPairs(table)).toEqual([]);
        expectNoDuplicates(expected);
      })
      .afterEach(() => deleteAll(table)),
    { numRuns: effort(10, 40) },
  );
});

it('many clients at once on the same few connections', async () => {
  const { table } = await clinicTable();
  await fc.assert(
    fc
      .asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        const known: string[] = [];
        const run = async (one: Step) => {
          try {
            const after = await perform(table, one, known);
            if (after && !known.includes(after.id)) known.push(after.id);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(error.code).not.toBe('InternalError');
          }
        };
        await Promise.all(steps.slice(0, 10).map(run));
        await Promise.all(steps.slice(10).map(run));
        expect(await brokenPairs(table)).toEqual([]);
      })
      .afterEach(() => deleteAll(table)),
    { numRuns: effort(4, 15) },
  );
});

it('a role is cleared and a record deleted while other clients write', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const others = [...'bcdefghijklmnop'];
  const connect = (id: string, role: string) =>
    createConnections(table, [request(['contact/a', role, `contact/${id}`, role])], caller());
  await Promise.all(others.map((id) => connect(id, 'friend')));
  const edits = (await connectionsIn(table)).map(({ id }) =>
    patchConnection(table, id, { description: 'edited' }, caller(), { ifMatch: undefined }),
  );
  await startClearing(table, 'friend');
  await Promise.all([clearRole(table, 'friend', caller()), ...edits]);
  const cleared = await connectionsIn(table);
  expect(cleared.map((one) => [one.record1.roleId, one.record2.roleId, one.description])).toEqual(
    others.map(() => [null, null, 'edited']),
  );
  await Promise.all([
    deleteWithConnections(table, { type: 'contact', id: 'a' }),
    ...others.map((id) => connect(id, 'expert').catch(() => undefined)),
  ]);
  await deliver(table, await streamOf(table));
  expect(await connectionsIn(table)).toEqual([]);
  expect(await brokenPairs(table)).toEqual([]);
});

/** Does what the request and then the workflow do. */
async function deleteWithConnections(table: Table, record: RecordReference): Promise<void> {
  await deleteRecord(table, record, caller(), undefined);
  await sweepDeleted(table, record);
}

it('a record is deleted only by its creator or an administrator; who replaced it is not its creator', async () => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'a' };
  await putRecords(table, [{ ...record, name: 'New', attributes: {} }], caller('omar'));
  const before = await allItems(table);
  for (const ifMatch of [undefined, ['"7"']]) {
    await expect(deleteRecord(table, record, caller('omar'), ifMatch)).rejects.toMatchObject({
      code: 'Forbidden',
      message: expect.stringContaining('only the creator of the record, ines, or an administrator'),
    });
  }
  expect(await allItems(table)).toEqual(before);
  await expect(deleteRecord(table, record, caller('ines'), ['"7"'])).rejects.toMatchObject({
    code: 'PreconditionFailed',
  });
  await deleteRecord(table, record, caller('ines'), undefined);
  await deleteRecord(table, { ...record, id: 'b' }, caller('omar', true), undefined);
  // The next record with the id has its own creator.
  await putRecords(table, [{ ...record, name: 'Another', attributes: {} }], caller('omar'));
  await deleteRecord(table, record, caller('omar'), undefined);
});

it('a record created again while its old connections are being deleted keeps the new ones', async () => {
  const { table } = await clinicTable();
  const old = { ...caller(), now: '2020-01-01T00:00:00.000Z' };
  const young = { ...caller(), now: '2999-01-01T00:00:00.000Z' };
  const record = { type: 'contact', id: 'a' };
  for (const id of 'bcdefghijk') {
    await createConnections(table, [request(['contact/a', 'expert', `contact/${id}`, null])], old);
  }
  const deletion = deleteWithConnections(table, record);
  const remake = async (): Promise<void> => {
    const [result] = await putRecords(table, [{ ...record, name: 'New', attributes: {} }], young);
    if (!result || 'refusal' in result || result.status !== 'created') return remake();
    await createConnections(table, [request(['contact/a', 'friend', 'contact/z', null])], young);
  };
  await Promise.all([deletion, remake()]);
  const left = await connectionsIn(table);
  expect(left.map(({ record2 }) => record2.id)).toEqual(['z']);
  expect(await brokenPairs(table)).toEqual([]);
});

it('a record created again keeps its own connections and none of the old ones, whatever the clocks say', async () => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'a' };
  const [early, late] = ['2020-01-01', '2999-01-01'].map((day) => ({
    ...caller(),
    now: `${day}T00:00:00.000Z`,
  })) as [ReturnType<typeof caller>, ReturnType<typeof caller>];
  const connect = (to: string, by: typeof early) =>
    createConnections(table, [request(['contact/a', 'friend', `contact/${to}`, null])], by);
  // Each is created by a clock that is wrong about whether this was before the deletion.
  await connect('b', late);
  await deleteRecord(table, record, caller(), undefined);
  await putRecords(table, [{ ...record, name: 'New', attributes: {} }], early);
  await connect('c', early);

  await sweepDeleted(table, record);
  const left = await connectionsIn(table);
  expect(left.map(({ record1, record2 }) => [record1.name, record2.id])).toEqual([['New', 'c']]);
});

it('a connection of a deleted record is no duplicate of a connection of the new record with its id', async () => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'a' };
  const wanted = [...'bcd'].map((id) => request(['contact/a', 'friend', `contact/${id}`, null]));
  const made = await createConnections(table, wanted, caller());
  await deleteRecord(table, record, caller('ana', true), undefined);
  await putRecords(table, [{ ...record, name: 'New', attributes: {} }], {
    ...caller(),
    now: '2026-11-22T10:00:01.000Z',
  });

  const again = await createConnections(table, wanted.slice(0, 2), caller());
  expect(again).toMatchObject([{ connection: { version: 1 } }, { connection: { version: 1 } }]);
  const idOf = (one: (typeof made)[number] | undefined) =>
    one && 'connection' in one ? one.connection.id : '';
  const note = (await allItems(table)).find(({ pk }) => pk === `connection#${idOf(made[0])}`);
  expect(note).toMatchObject({ after: null, actor: 'ana' });
  await sweepDeleted(table, record, caller('ana'));
  expect((await connectionsIn(table)).map(({ id }) => id)).toEqual(again.map(idOf).sort());
  expect(await brokenPairs(table)).toEqual([]);
  // A connection of the current record still prevents another one.
  expect(await createConnections(table, wanted.slice(0, 1), caller())).toMatchObject([
    { identical: { id: idOf(again[0]) } },
  ]);
});

it('a record created again between the read and the write of another change keeps its creation date', async () => {
  const { table } = await clinicTable();
  const reference = { type: 'contact', id: 'a' };
  const younger = { ...caller('ana'), now: '2999-01-01T00:00:00.000Z' };
  const put = (name: string, by: ReturnType<typeof caller>) =>
    putRecords(table, [{ ...reference, name, attributes: {} }], by);
  let isFirst = true;
  const remadeBeforehand = async () => {
    if (!isFirst) return;
    isFirst = false;
    await deleteRecord(table, reference, caller(), undefined);
    await put('A', younger);
  };
  table.db.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName === 'TransactWriteItemsCommand') await remadeBeforehand();
      return next(args);
    },
    { step: 'initialize', name: 'remade' },
  );
  expect(await put('New', caller())).toMatchObject([{ status: 'updated' }]);
  expect(await getRecord(table, reference)).toMatchObject({
    ...{ name: 'New', version: 2, createdBy: 'ana', createdAt: younger.now },
  });
});

it('a role that is activated again is not cleared any further, not even by a late event', async () => {
  const { table } = await clinicTable();
  const connect = (id: string) =>
    createConnections(table, [request(['contact/a', 'expert', `contact/${id}`, null])], caller());
  await connect('b');
  await startClearing(table, 'expert');
  await changeCatalog(table, caller(), (catalog) =>
    patchRole(catalog, 'expert', { state: 'active' }),
  );
  await connect('c');
  expect(await clearRole(table, 'expert', caller())).toBe(false);
  const left = await connectionsIn(table);
  expect(left.map(({ record1 }) => record1.roleId)).toEqual(['expert', 'expert']);
});

it('a record deleted twice: each connection is deleted on behalf of who deleted its record', async () => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'a' };
  const by = (actor: string, year: number) => ({
    ...caller(actor, true),
    now: `${year}-01-01T00:00:00.000Z`,
  });
  const connect = (year: number) =>
    createConnections(
      table,
      [
        request(['contact/a', 'expert', 'contact/b', null], {
          effectiveStart: `${year}-01-01`,
          effectiveEnd: `${year}-01-31`,
        }),
      ],
      by('ines', year),
    );
  await connect(2001);
  await deleteRecord(table, record, by('ana', 2002), undefined);
  await putRecords(table, [{ ...record, name: 'A', attributes: {} }], by('ines', 2003));
  await connect(2004);
  await deleteRecord(table, record, by('ben', 2005), undefined);
  const made = await connectionsIn(table);
  // Ana's event arrives late: its run deletes all connections.
  await sweepDeleted(table, record, by('ana', 2002));
  expect(await connectionsIn(table)).toEqual([]);
  const notes = new Map((await allItems(table)).map((item) => [item.pk, item]));
  expect(made.map(({ id }) => notes.get(`connection#${id}`)?.actor)).toEqual(['ana', 'ben']);
});

it('clearing a role keeps one of the connections that become duplicates', async () => {
  const { table } = await clinicTable();
  const make = (role1: string | null, role2: string | null, period: object) =>
    createConnections(table, [request(['contact/a', role1, 'contact/b', role2], period)], caller());
  await make('expert', null, { effectiveStart: '2020-01-01', effectiveEnd: '2022-01-01' });
  await make(null, 'expert', { effectiveStart: '2021-01-01', effectiveEnd: '2023-01-01' });
  await make('expert', 'expert', { effectiveStart: '2021-06-01' });
  await startClearing(table, 'expert');
  expect(await clearRole(table, 'expert', caller())).toBe(true);
  const left = await connectionsIn(table);
  expect(left.map((one) => [one.record1.roleId, one.record2.roleId])).toEqual([[null, null]]);
  expectNoDuplicates(left);
  expect(await brokenPairs(table)).toEqual([]);
});

it('a record renamed by many clients at once: all its connections end with its name', async () => {
  const { table } = await clinicTable();
  const hub = { type: 'contact', id: 'a' };
  await createConnections(
    table,
    [...'bcdefghijklmnopqrstuv'].map((id) =>
      request(['contact/a', 'expert', `contact/${id}`, null]),
    ),
    caller(),
  );
  const rename = async (name: string) => {
    await putRecords(table, [{ ...hub, name, attributes: {} }], caller());
    await sweepRenamed(table, hub);
  };
  await Promise.all(
    Array.from({ length: 5 }, async (_, client) => {
      for (let n = 0; n < 3; n += 1) await rename(`name ${client} ${n}`);
    }),
  );
  const { name } = await getRecord(table, hub);
  const names = new Set((await connectionsIn(table)).map(({ record1 }) => record1.name));
  expect([...names]).toEqual([name]);
  expect((await allItems(table)).filter(({ renaming, sk }) => renaming || sk === 'sweep')).toEqual(
    [],
  );
  expect(await brokenPairs(table)).toEqual([]);
});

it('half a pair, which this service never writes, does not keep a deletion running forever', async () => {
  const { table } = await clinicTable();
  const record = { type: 'contact', id: 'b' };
  for (const id of 'ac') {
    await createConnections(
      table,
      [request([`contact/${id}`, 'expert', 'contact/b', null])],
      caller(),
    );
  }
  const [half] = (await allItems(table)).filter(
    (item) => item.pk === 'record#contact#a' && item.id,
  );
  await commit(table, [{ remove: { pk: String(half?.pk), sk: String(half?.sk) } }]);
  await deleteRecord(table, record, caller(), undefined);
  await sweepDeleted(table, record);
  expect(await connectionsIn(table)).toEqual([]);
  expect(await brokenPairs(table)).toHaveLength(1);
});
