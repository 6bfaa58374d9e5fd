// Deleting a record type while records of it are written.
import { PutCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { putRecordType } from '../../shared/domain/record-type-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { loadCatalog, recordTypeKey } from '../../shared/table/catalog/read-catalog.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { countsOfType } from '../../shared/table/projection/read-counts.ts';
import { changeIn } from '../../shared/table/projection/stream-records.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { deleteUnusedRecordType } from '../../shared/table/sweeps/delete-record-type.ts';
import { deleteRecordsWithoutType } from '../../shared/table/sweeps/delete-records-without-type.ts';
import { caller } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { allItems, clinicTable } from '../support/table.ts';

const type = 'opportunity';
const late = { type, id: 'late' };
const now = Date.parse(caller().now);
const laterBy = (ms: number) => ({ ...caller('eva'), now: new Date(now + ms).toISOString() });

const put = (table: Table, id = 'late') =>
  putRecords(table, [{ type, id, name: id, attributes: {} }], caller());
const refusalOf = async (table: Table, id?: string) => {
  const [result] = await put(table, id);
  return result && 'refusal' in result ? result.refusal.message : result?.status;
};
const isBeingDeleted = `the record type ${type} is being deleted`;

/** The clinic, with a clock that stands still; `onPause` is called with the length of each wait. */
const clinicWith = (onPause: (ms: number) => Promise<unknown>, streamed = false) =>
  clinicTable(
    {
      clock: () => now,
      pause: async (ms) => {
        await onPause(ms);
      },
    },
    { streamed },
  );
const noPause = async () => {};

type Input = Partial<TransactWriteCommandInput> & { readonly IndexName?: string };

/** Calls `before` with each call, before the engine receives it. */
function onCall(table: Table, before: (input: Input) => Promise<unknown> | undefined): void {
  table.db.middlewareStack.add(
    (next) => async (args) => {
      await before(args.input as Input);
      return next(args);
    },
    { step: 'initialize' },
  );
}

/** Lets the index by name show nothing, as if it lagged. */
function hideNames(table: Table): void {
  table.db.middlewareStack.add(
    (next) => async (args) =>
      (args.input as Input).IndexName === 'by-record-name'
        ? ({ response: {}, output: { $metadata: {}, Items: [] } } as never)
        : next(args),
    { step: 'initialize', name: 'lag' },
  );
}

/** Starts a PUT that reads everything and then stalls before its write, until `release`. */
async function stalledPut(table: Table) {
  let reach = () => {};
  let release = () => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  onCall(table, ({ TransactItems = [] }) => {
    if (!TransactItems.some(({ Put }) => Put?.Item?.sk === 'record')) return undefined;
    reach();
    return released;
  });
  const answer = put(table);
  await reached;
  return { answer, release };
}

/** Delivers the whole stream to the projector. */
async function project(table: Table): Promise<void> {
  const records = await streamOf(table);
  await deliver(table, records);
  const changes = records.map(changeIn).filter((one) => one !== null);
  await deleteRecordsWithoutType(
    table,
    changes.flatMap((one) => ('record' in one ? [one.record] : [])),
  );
}

const marks = async (table: Table) => (await loadCatalog(table)).deleting.size;
const hasType = async (table: Table) => (await loadCatalog(table)).recordTypes.has(type);

it('a type without records is deleted; in the meantime none of its records can be written', async () => {
  const told: unknown[] = [];
  const made = await clinicWith(async (ms) => told.push(ms, await refusalOf(made.table)), true);
  const { table } = made;
  await deleteUnusedRecordType(table, type, caller());
  expect(told).toEqual([1500, isBeingDeleted]);
  expect(await refusalOf(table)).toBe(`there is no record type ${type}`);
  const catalogChanges = (await streamOf(table)).map(changeIn).flatMap((one) => {
    return one && 'catalog' in one ? one.catalog.events.map(({ id, after }) => [id, after]) : [];
  });
  expect(catalogChanges.filter(([id]) => id === type).slice(1)).toEqual([[type, null]]);
});

it('while a type is being deleted, its records cannot be replaced, and the type can be changed', async () => {
  const told: unknown[] = [];
  const made = await clinicWith(async () => {
    const input = { displayName: 'Deal', connectionsEnabled: true };
    await changeCatalog(made.table, caller(), (catalog) => putRecordType(catalog, type, input));
    const { recordTypes } = await loadCatalog(made.table);
    told.push(recordTypes.get(type), await refusalOf(made.table, 'kept'));
  });
  const { table } = made;
  await put(table, 'kept');
  hideNames(table);
  await deleteUnusedRecordType(table, type, caller());
  expect(told).toEqual([
    {
      ...{ type, displayName: 'Deal', displayCollectionName: 'Deal', connectionsEnabled: true },
      version: 2,
    },
    isBeingDeleted,
  ]);
});

it('a deletion with If-Match deletes only that version, also if the type changes while it is marked', async () => {
  const change = (table: Table) =>
    changeCatalog(table, caller(), (catalog) =>
      putRecordType(catalog, type, { displayName: 'Deal', connectionsEnabled: true }),
    );
  const made = await clinicWith(() => change(made.table));
  const { table } = made;
  await expect(deleteUnusedRecordType(table, type, caller(), ['"2"'])).rejects.toMatchObject({
    code: 'PreconditionFailed',
  });
  expect((await loadCatalog(table)).deleting.size).toBe(0);
  await expect(deleteUnusedRecordType(table, type, caller(), ['"1"'])).rejects.toMatchObject({
    code: 'PreconditionFailed',
  });
  const { recordTypes, deleting } = await loadCatalog(table);
  expect([recordTypes.get(type)?.version, deleting.size]).toEqual([2, 0]);
  await deleteUnusedRecordType(table, type, caller(), ['"2"']);
  expect((await loadCatalog(table)).recordTypes.has(type)).toBe(false);
});

it('a type that was stored before types had versions is at version 1', async () => {
  const { table } = await clinicWith(noPause);
  const { version: _, ...old } = (await loadCatalog(table)).recordTypes.get(type) ?? {};
  await table.db.send(
    new PutCommand({ TableName: table.name, Item: { ...recordTypeKey(type), ...old } }),
  );
  expect((await loadCatalog(table)).recordTypes.get(type)?.version).toBe(1);
});

it('a deletion that is certain to be refused is refused at once, without a mark', async () => {
  const { table } = await clinicWith(() => {
    throw new Error('waited');
  });
  await put(table);
  const { version } = await loadCatalog(table);
  for (const [id, code, message] of [
    ['spaceship', 'NotFound', 'there is no record type spaceship'],
    [type, 'RecordTypeInUse', `there are records of the type ${type}; delete them first`],
    ['account', 'RecordTypeInUse', expect.stringContaining('vendor')],
  ] as const) {
    await expect(deleteUnusedRecordType(table, id, caller())).rejects.toMatchObject({
      code,
      message,
    });
  }
  expect((await loadCatalog(table)).version).toBe(version);
});

it('a record whose creator had read the catalog before the mark keeps its type', async () => {
  let release = () => {};
  const { table } = await clinicWith(async () => {
    release();
    await stalled.answer;
  });
  const stalled = await stalledPut(table);
  release = stalled.release;
  await expect(deleteUnusedRecordType(table, type, caller())).rejects.toMatchObject({
    code: 'RecordTypeInUse',
  });
  expect(await stalled.answer).toMatchObject([{ status: 'created' }]);
  expect([await hasType(table), await marks(table)]).toEqual([true, 0]);
  expect(await refusalOf(table, 'next')).toBe('created');
});

it('a record that is counted keeps its type even while the index does not show it', async () => {
  const { table } = await clinicWith(noPause, true);
  await put(table);
  await project(table);
  hideNames(table);
  const deletion = () => deleteUnusedRecordType(table, type, caller());
  await expect(deletion()).rejects.toMatchObject({ code: 'Busy' });
  expect([await hasType(table), await marks(table)]).toEqual([true, 0]);
  await deleteRecord(table, late, caller(), undefined);
  await project(table);
  await deletion();
  expect(await hasType(table)).toBe(false);
});

it('a record that is counted between the check and the deletion keeps its type', async () => {
  const { table } = await clinicWith(noPause, true);
  await put(table);
  hideNames(table);
  let isCounted = false;
  onCall(table, ({ TransactItems = [] }) => {
    if (isCounted || !TransactItems.some(({ Delete }) => Delete)) return undefined;
    isCounted = true;
    return project(table);
  });
  const deletion = deleteUnusedRecordType(table, type, caller());
  await expect(deletion).rejects.toMatchObject({ code: 'Busy' });
  expect([isCounted, await hasType(table)]).toEqual([true, true]);
});

it('a record written after its type was deleted is deleted, however often the stream reports it', async () => {
  const { table } = await clinicWith(noPause, true);
  const stalled = await stalledPut(table);
  await deleteUnusedRecordType(table, type, caller());
  stalled.release();
  expect(await stalled.answer).toMatchObject([{ status: 'created' }]);
  for (let time = 0; time < 2; time += 1) await project(table);
  await expect(getRecord(table, late)).rejects.toMatchObject({ code: 'NotFound' });
  const deletions = (await streamOf(table)).map(changeIn).flatMap((one) => {
    return one && 'record' in one && one.record.event === 'deleted' ? [one.record] : [];
  });
  expect(deletions).toMatchObject([{ ...late, actor: 'liaison:gone-type' }]);
  expect(await countsOfType(table, type)).toEqual({});
  const left = (await allItems(table)).filter(({ recordType }) => recordType === type);
  expect(left).toEqual([]);
});

it('a record whose type was created again stays', async () => {
  for (const isLate of [false, true]) {
    const { table } = await clinicWith(noPause, true);
    const stalled = await stalledPut(table);
    await deleteUnusedRecordType(table, type, caller());
    stalled.release();
    await stalled.answer;
    const input = { displayName: 'Opportunity', connectionsEnabled: true };
    const createAgain = () =>
      changeCatalog(table, caller(), (catalog) => putRecordType(catalog, type, input));
    let isDone = false;
    if (isLate) {
      // After the projector has read the catalog, before its write.
      onCall(table, ({ TransactItems = [] }) => {
        if (isDone || !TransactItems.some(({ Delete }) => Delete)) return undefined;
        isDone = true;
        return createAgain();
      });
    } else await createAgain();
    await project(table);
    expect(isDone).toBe(isLate);
    expect(await getRecord(table, late)).toMatchObject(late);
  }
});

it('the mark of a function that died is void after a minute', async () => {
  let isDead = true;
  const clock = { now };
  const { table } = await clinicTable({
    clock: () => clock.now,
    pause: async () => {
      if (isDead) throw new Error('died');
    },
  });
  await expect(deleteUnusedRecordType(table, type, caller())).rejects.toThrow('died');
  clock.now = now + 59_000;
  expect(await refusalOf(table)).toBe(isBeingDeleted);
  clock.now = now + 60_000;
  expect(await refusalOf(table)).toBe('created');
  await deleteRecord(table, late, caller(), undefined);
  isDead = false;
  await deleteUnusedRecordType(table, type, laterBy(60_000));
  expect(await hasType(table)).toBe(false);
});

it('of two requests to delete a type, the later one does so', async () => {
  let isFirst = true;
  const made = await clinicWith(async () => {
    if (!isFirst) return;
    isFirst = false;
    // Gives up, so that its mark stays.
    const other = { ...made.table, pause: () => Promise.reject(new Error('died')) };
    await expect(deleteUnusedRecordType(other, type, laterBy(5))).rejects.toThrow('died');
  });
  const { table } = made;
  const deletion = () => deleteUnusedRecordType(table, type, caller());
  await expect(deletion()).rejects.toMatchObject({ code: 'Busy' });
  expect([await hasType(table), await marks(table)]).toEqual([true, 1]);
  await deletion();
  expect(await hasType(table)).toBe(false);
});
