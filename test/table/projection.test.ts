// History and counts are exact, however the stream is delivered: shuffled, repeated, split, torn, and
// with a crash after any step.
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { ends } from '../../shared/domain/perspective.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { type HalfItem, halfOf } from '../../shared/table/pairs/half-item.ts';
import {
  countsOfRecord,
  countsOfRole,
  countsOfType,
  roleHolders,
} from '../../shared/table/projection/read-counts.ts';
import {
  historyOfConnection,
  historyOfRecord,
} from '../../shared/table/projection/read-history.ts';
import type { StreamRecord } from '../../shared/table/projection/stream-records.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { effort } from '../support/effort.ts';
import { request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { allItems, clinicTable, makeTable, sweepDeleted, sweepRenamed } from '../support/table.ts';

interface Logged {
  readonly id: string;
  readonly version: number;
  readonly event: string;
  readonly actor: string;
}

let second = 0;
/** Each operation has its own time and its own actor. */
const now = (actor: string) => {
  second += 1;
  return {
    actor,
    isAdministrator: true,
    now: new Date(Date.UTC(2026, 10, 22) + second * 1000).toISOString(),
  };
};

const anywhere = { ifMatch: undefined };

/** Creates, edits, moves, activates, deactivates and deletes; returns what it did. */
async function work(table: Table, steps: readonly number[]): Promise<Logged[]> {
  const log: Logged[] = [];
  const alive: Connection[] = [];
  const note = (id: string, version: number, event: string, actor: string) =>
    log.push({ id, version, event, actor });
  const records = ['contact/a', 'contact/b', 'contact/c', 'contact/d'];
  const roles = ['doctor', 'friend', 'expert', null, 'vendor'];
  for (const [at, step] of steps.entries()) {
    const by = now(`actor-${at}`);
    const target = step % Math.max(1, alive.length);
    const current = alive[target];
    const kind = current ? step % 7 : 0;
    if (kind < 2) {
      const from = records[step % 4] as string;
      const to = records[(step + 1 + (step % 3)) % 4] as string;
      const role = roles[step % 5] as string | null;
      const period = { effectiveStart: `20${10 + at}-01-01`, effectiveEnd: `20${10 + at}-06-30` };
      const [made] = await createConnections(table, [request([from, role, to, null], period)], by);
      if (!made || !('connection' in made)) continue;
      alive.push(made.connection);
      note(made.connection.id, 1, 'created', by.actor);
    } else if (current && kind === 6) {
      await deleteConnection(table, current.id, by, undefined);
      alive.splice(target, 1);
      note(current.id, current.version + 1, 'deleted', by.actor);
    } else if (current) {
      const state = current.state === 'active' ? 'inactive' : 'active';
      const patch =
        kind === 2
          ? { description: `text ${at}` }
          : { record1RoleId: roles[(step + 1) % 5] as string | null, record2RoleId: null };
      const change =
        kind === 5 || current.state === 'inactive'
          ? setConnectionState(table, current.id, state, by, anywhere)
          : patchConnection(table, current.id, patch, by, anywhere);
      const after = await change.catch(() => current);
      if (after.version === current.version) continue;
      alive[target] = after;
      const event =
        after.state === current.state
          ? 'updated'
          : state === 'active'
            ? 'activated'
            : 'deactivated';
      note(current.id, after.version, event, by.actor);
    }
  }
  return log;
}

/** History has each change once, with its actor; every count is what a recount gives. */
async function expectExact(table: Table, log: readonly Logged[]): Promise<void> {
  const all = await allItems(table);
  const halves = all
    .filter((item) => 'connectedType' in item)
    .map((item) => halfOf(item as unknown as HalfItem));

  const byConnection = Map.groupBy(log, ({ id }) => id);
  for (const [id, expected] of byConnection) {
    const { items } = await historyOfConnection(table, id, 100);
    const told = items.map(({ connectionId, version, event, actor }) => {
      return { id: connectionId, version, event, actor };
    });
    expect(told).toEqual(expected.toReversed());
  }
  const entries = all.filter((item) => String(item.sk).startsWith('history#') && item.about);
  expect(entries).toHaveLength(log.length * 2);

  const count = (keys: (string | null)[]) => {
    const counts: Record<string, number> = {};
    for (const key of keys) if (key !== null) counts[key] = (counts[key] ?? 0) + 1;
    return counts;
  };
  const cellsOf = (own: typeof halves) => ({
    ...count(own.map(() => 'total')),
    ...count(own.map((half) => ends(half).own.roleId && `role:${ends(half).own.roleId}`)),
    ...count(own.map((half) => `type:${ends(half).connected.type}`)),
    ...count(own.map(({ connection }) => `state:${connection.state}`)),
  });
  for (const id of 'abcd') {
    const own = halves.filter((half) => ends(half).own.id === id);
    const exists = all.some((item) => item.pk === `record#contact#${id}` && item.sk === 'record');
    if (!exists && own.length === 0) continue;
    expect(await countsOfRecord(table, { type: 'contact', id })).toEqual(cellsOf(own));
  }
  const records = all.filter((item) => item.sk === 'record').length;
  expect(await countsOfType(table, 'contact')).toEqual({
    ...cellsOf(halves),
    ...(halves.length > 0 && { connections: halves.length / 2 }),
    records,
  });
  for (const role of ['doctor', 'friend', 'expert', 'vendor', 'patient']) {
    const sides = halves.filter((half) => ends(half).own.roleId === role);
    const holders = new Set(sides.map((half) => ends(half).own.id));
    const connections = new Set(sides.map(({ connection }) => connection.id));
    expect(await countsOfRole(table, role)).toEqual(
      sides.length === 0
        ? {}
        : {
            total: sides.length,
            'type:contact': sides.length,
            connections: connections.size,
            records: holders.size,
            'records:contact': holders.size,
          },
    );
    const { items } = await roleHolders(table, role, undefined, 100);
    expect(new Map(items.map((one) => [one.id, one.count]))).toEqual(
      new Map([...holders].map((id) => [id, sides.filter((h) => ends(h).own.id === id).length])),
    );
  }
}

/** Splits records into batches of 1 to `most`. */
function inBatches<Item>(all: readonly Item[], random: () => number, most: number): Item[][] {
  const batches: Item[][] = [];
  for (let from = 0; from < all.length; ) {
    const size = 1 + Math.floor(random() * most);
    batches.push(all.slice(from, from + size));
    from += size;
  }
  return batches;
}

function shuffled<Item>(all: readonly Item[], random: () => number): Item[] {
  const result = [...all];
  for (let at = result.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [result[at], result[other]] = [result[other] as Item, result[at] as Item];
  }
  return result;
}

it('in any order, twice, split and torn, by two readers at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(10_000), { minLength: 10, maxLength: 40 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
      async (steps, chance) => {
        const random = () => chance.next().value;
        const { table } = await clinicTable({ pause: async () => {} }, { streamed: true });
        const log = await work(table, steps);
        const stream = await streamOf(table);
        const again = stream.filter(() => random() < 0.3);
        const batches = shuffled(
          inBatches(shuffled([...stream, ...again], random), random, 30),
          random,
        );
        const half = Math.floor(batches.length / 2);
        const reader = async (own: StreamRecord[][]) => {
          for (const batch of own) await deliver(table, batch);
        };
        await Promise.all([reader(batches.slice(0, half)), reader(batches.slice(half))]);
        await expectExact(table, log);
      },
    ),
    { numRuns: effort(2, 8) },
  );
});

/** A new table with the same items. */
async function copyOf(items: readonly Record<string, unknown>[]) {
  const copy = await makeTable({ pause: async () => {} });
  for (let from = 0; from < items.length; from += 25) {
    const RequestItems = {
      [copy.table.name]: items.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } })),
    };
    await copy.table.db.send(new BatchWriteCommand({ RequestItems }));
  }
  return copy;
}

it('with a crash before or after every call to the engine', async () => {
  const steps = [0, 1, 7, 8, 14, 3, 16, 2, 9, 5, 12, 6, 20, 33, 4, 41, 13];
  const worked = await clinicTable({ pause: async () => {} }, { streamed: true });
  const log = await work(worked.table, steps);
  const stream = await streamOf(worked.table);
  const items = await allItems(worked.table);
  for (const lostAnswer of [false, true]) {
    let crashAt = lostAnswer ? 0 : effort(-4, 0);
    for (let crashed = true; crashed; ) {
      crashed = false;
      crashAt += effort(5, 1);
      let calls = 0;
      const { table } = await copyOf(items);
      table.db.middlewareStack.add(
        (next) => async (args) => {
          calls += 1;
          if (calls !== crashAt) return next(args);
          crashed = true;
          if (lostAnswer) await next(args);
          throw new Error('crashed');
        },
        { step: 'initialize', priority: 'high' },
      );
      // Completed work stays; the batch that crashed, and all others, are delivered again.
      const third = Math.ceil(stream.length / 3);
      for (let from = 0; from < stream.length; from += third) {
        const batch = stream.slice(from, from + third);
        await deliver(table, batch).catch((error) => expect(String(error)).toContain('crashed'));
      }
      calls = Number.NEGATIVE_INFINITY;
      await deliver(table, stream);
      await expectExact(table, log);
    }
    // More than one transaction, so a crash in the middle was possible.
    expect(crashAt).toBeGreaterThan(4);
  }
});

it('one write of a record’s counts for many of its changes', async () => {
  const { table, calls } = await clinicTable({}, { streamed: true });
  const others = [...'bcdefghijklmnopqrstuvwxyz'];
  const requests = others.map((id) => request(['contact/a', 'expert', `contact/${id}`, null]));
  await createConnections(table, requests, now('ines'));
  const hub = (await streamOf(table)).filter(({ dynamodb }) => {
    const { pk, sk } = dynamodb?.Keys as Record<string, { S: string }>;
    return pk?.S === 'record#contact#a' && sk?.S.startsWith('connection#');
  });
  expect(hub).toHaveLength(25);
  calls.length = 0;
  await deliver(table, hub);
  // The Query is for the end of the feed, once in each instance.
  expect(calls).toEqual(['BatchGetItem', 'Query', 'TransactWriteItems', 'BatchGetItem', 'GetItem']);
  expect(await countsOfRecord(table, { type: 'contact', id: 'a' })).toMatchObject({ total: 25 });
});

it('a deleted record: its connections are deleted on behalf of its deleter, and names are not in the history', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const record = { type: 'contact', id: 'a' };
  const ids = [...'bcdef'];
  const requests = ids.map((id) => request(['contact/a', 'friend', `contact/${id}`, 'friend']));
  await createConnections(table, requests, now('ines'));
  await putRecords(table, [{ ...record, name: 'New name', attributes: {} }], now('mateo'));
  await sweepRenamed(table, record);
  const deletion = { ...now('leila'), isAdministrator: true };
  await deleteRecord(table, record, deletion, undefined);
  await sweepDeleted(table, record, deletion);
  await deliver(table, await streamOf(table));
  const { items } = await historyOfRecord(table, record, 100);
  expect(items.map(({ event, actor }) => `${event} ${actor}`)).toEqual([
    ...ids.map(() => 'deleted leila'),
    ...ids.map(() => 'created ines'),
  ]);
  expect(items[0]?.record1.name).toBe('New name');
  expect(await countsOfRecord(table, { type: 'contact', id: 'b' })).toEqual({});
  expect(await countsOfType(table, 'contact')).toEqual({ records: 25 });
  expect(await countsOfRole(table, 'friend')).toEqual({});
  await expect(getRecord(table, record)).rejects.toMatchObject({ code: 'NotFound' });
});

it('one batch may report twice that a connection got the same end date', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const pair = request(['contact/a', 'friend', 'contact/b', 'friend'], {
    effectiveEnd: '2027-01-01',
  });
  const [made] = await createConnections(table, [pair], now('ines'));
  const { id } = (made as { connection: Connection }).connection;
  await patchConnection(table, id, { effectiveEnd: null }, now('ines'), anywhere);
  await patchConnection(table, id, { effectiveEnd: '2027-01-01' }, now('ines'), anywhere);

  await deliver(table, await streamOf(table));
  const termEnds = (await allItems(table)).filter(({ pk }) => String(pk).startsWith('term-ends#'));
  expect(termEnds.map(({ sk }) => sk)).toEqual([`2027-01-01#${id}`]);
  expect(await countsOfRecord(table, { type: 'contact', id: 'a' })).toMatchObject({ total: 1 });
});

it('records that hold a role are all listed, once each, also after the shards have grown', async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const ids = [...'abcdefghijkl'];
  const requests = ids.map((id) => request([`contact/${id}`, 'expert', 'contact/z', null]));
  await createConnections(table, requests, now('ines'));
  await deliver(table, await streamOf(table));
  const grown = { ...table, shards: 16 };
  const walked: string[] = [];
  let after: Parameters<typeof roleHolders>[4];
  do {
    const page = await roleHolders(grown, 'expert', 'contact', 5, after);
    walked.push(...page.items.map(({ id }) => id));
    after = page.position;
  } while (after);
  expect(walked.toSorted()).toEqual(ids);
});
