// A restored backup may contain only a part of a transaction: the repair makes it whole or undoes it.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { inspectPair } from '../../shared/table/repair/inspect-pair.ts';
import { repairPair } from '../../shared/table/repair/repair-pair.ts';
import { createdOf } from '../support/created.ts';
import { effort } from '../support/effort.ts';
import { caller, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable, wrongSeries } from '../support/table.ts';

type Item = Record<string, unknown>;

let table: Table;
beforeAll(async () => {
  ({ table } = await clinicTable());
});

const contact = (id: string) => ({ type: 'contact', id });
const placeOf = ({ pk, sk }: Item) => `${pk} ${sk}`;
const anywhere = { ifMatch: undefined };

async function connect(from: string, to: string, period: object = {}): Promise<Connection> {
  const asked = request([`contact/${from}`, 'doctor', `contact/${to}`, 'patient'], period);
  const [made] = await createConnections(table, [asked], caller());
  return createdOf(made);
}

const stored = async () => new Map((await allItems(table)).map((item) => [placeOf(item), item]));

/** The halves and series among the items, in an order that does not depend on the table. */
const connectionsAmong = (items: ReadonlyMap<string, Item>) =>
  [...items.values()]
    .filter(({ sk }) => /^(connection|series)#/.test(String(sk)))
    .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));

/** The items as if a connection had never been there. */
const withoutConnection = (all: ReadonlyMap<string, Item>, id: string) =>
  new Map(
    [...all].flatMap(([place, item]): [string, Item][] => {
      if (item.id === id) return [];
      const members = (item.members as { id: string }[] | undefined)?.filter(
        (member) => member.id !== id,
      );
      return members?.length === 0 ? [] : [[place, members ? { ...item, members } : item]];
    }),
  );

async function write(place: string, item: Item | undefined): Promise<void> {
  const [pk, sk] = place.split(' ');
  const TableName = table.name;
  if (item) await table.db.send(new PutCommand({ TableName, Item: item }));
  else await table.db.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
}

const period = { effectiveStart: '2020-01-01', effectiveEnd: '2020-12-31' };

/** Each operation writes one transaction. */
const operations: readonly (readonly [name: string, run: (id: string) => Promise<unknown>])[] = [
  ['a create', () => connect('a', 'b', { effectiveStart: '2022-01-01' })],
  [
    'a new description',
    (id) => patchConnection(table, id, { description: 'x' }, caller(), anywhere),
  ],
  [
    'a new end',
    (id) => patchConnection(table, id, { effectiveEnd: '2020-06-30' }, caller(), anywhere),
  ],
  [
    'a new start',
    (id) => patchConnection(table, id, { effectiveStart: '2019-01-01' }, caller(), anywhere),
  ],
  [
    'a new role',
    (id) => patchConnection(table, id, { record2RoleId: 'nurse' }, caller(), anywhere),
  ],
  ['a deletion', (id) => deleteConnection(table, id, caller(), undefined)],
];

describe('of every part of a transaction that was restored, the repair makes all or nothing', () => {
  it.each(operations)('%s', async (_, run) => {
    // Another connection of the two records, in the same series, which must stay as it is.
    const other = await connect('b', 'a', {
      effectiveStart: '2015-01-01',
      effectiveEnd: '2015-12-31',
    });
    const { id } = await connect('a', 'b', period);
    const before = await stored();
    await run(id);
    const after = await stored();
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
      (place) => JSON.stringify(before.get(place)) !== JSON.stringify(after.get(place)),
    );
    expect(changed.length).toBeGreaterThan(1);
    const whole = [before, after].map((items) => JSON.stringify(connectionsAmong(items)));

    // Of 128 parts, a run that is not nightly tries every fifth.
    const step = changed.length > 4 ? effort(5, 1) : 1;
    for (let part = 0; part < 2 ** changed.length; part += step) {
      for (const [at, place] of changed.entries()) {
        await write(place, (part & (1 << at) ? after : before).get(place));
      }
      await repairPair(table, contact('b'), contact('a'), { halves: true });
      // Without a half, the connection is lost: its series does not say enough, and a note of its move
      // is not found from its records. Then nothing of the two records mentions it any more.
      const isLost = changed.every((place, at) => {
        const item = (part & (1 << at) ? after : before).get(place);
        return !item || !place.includes(' connection#');
      });
      if (isLost) whole.push(JSON.stringify(connectionsAmong(withoutConnection(before, id))));
      const restored = changed.filter((_, at) => part & (1 << at)).join(', ');
      expect(whole, restored).toContain(JSON.stringify(connectionsAmong(await stored())));
      expect((await inspectPair(table, contact('a'), contact('b'))).problems).toEqual([]);
    }
    expect(await brokenPairs(table)).toEqual([]);
    expect(await wrongSeries(table)).toEqual([]);
    for (const one of (await allItems(table)).filter(({ source }) => source)) {
      await deleteConnection(table, String(one.id), caller(), undefined);
    }
    expect(other.version).toBe(1);
  });
});

it('a missing or wrong series is written again, without a change of the halves', async () => {
  const { id } = await connect('c', 'd');
  const place = 'record#contact#c series#contact#d#doctor#patient';
  const [before] = [await stored()];
  await write(place, undefined);
  const missing = { connectionId: id, kind: 'series', detail: 'its series does not list it' };
  expect((await inspectPair(table, contact('d'), contact('c'))).problems).toEqual([missing]);
  const repaired = await repairPair(table, contact('d'), contact('c'), { halves: false });
  expect(repaired).toEqual({ found: [missing], left: [] });
  expect(connectionsAmong(await stored())).toEqual(connectionsAmong(before));

  const ghost = '01900000-0000-7000-8000-000000000001';
  await write(place, {
    ...before.get(place),
    members: [{ id, start: '2020-01-01' }, { id: ghost }],
  });
  expect((await repairPair(table, contact('c'), contact('d'), { halves: false })).found).toEqual([
    {
      connectionId: id,
      kind: 'series',
      detail: 'its series lists it with other roles, dates or title',
    },
    {
      connectionId: ghost,
      kind: 'series',
      detail: 'a series lists it, but no copy of it is left',
    },
  ]);
  expect(connectionsAmong(await stored())).toEqual(connectionsAmong(before));
});

it('without the halves, the series of a torn connection stays as it is, too', async () => {
  const { id } = await connect('i', 'j', period);
  const before = await stored();
  await patchConnection(table, id, { record2RoleId: 'nurse' }, caller(), anywhere);
  // Only the note of the move was restored.
  for (const place of (await stored()).keys())
    if (!before.has(place) && !place.startsWith('connection#')) await write(place, undefined);
  for (const [place, item] of before) await write(place, item);
  const { found, left } = await repairPair(table, contact('i'), contact('j'), { halves: false });
  expect(found.map(({ kind }) => kind)).toEqual(['halves', 'series']);
  expect(left).toEqual(found);
  expect(connectionsAmong(await stored())).toEqual(connectionsAmong(before));

  expect((await repairPair(table, contact('i'), contact('j'), { halves: true })).left).toEqual([]);
  expect((await inspectPair(table, contact('i'), contact('j'))).problems).toEqual([]);
  expect(await brokenPairs(table)).toEqual([]);
});

it('two copies of the same version that differ are reported and left as they are', async () => {
  const { id } = await connect('e', 'f');
  const place = 'record#contact#e connection#doctor#contact#f#patient#-';
  const before = await stored();
  await write(place, { ...before.get(place), description: 'other' });
  const damaged = connectionsAmong(await stored());
  const { found, left } = await repairPair(table, contact('e'), contact('f'), { halves: true });
  expect(left).toEqual(found);
  expect(left).toEqual([
    {
      connectionId: id,
      kind: 'undecided',
      detail: 'what is left of it is contradictory: decide by hand which copy is right',
    },
  ]);
  expect(connectionsAmong(await stored())).toEqual(damaged);
});

it('a table from before there were series is migrated, and then refuses duplicates', async () => {
  const made = await connect('g', 'h', period);
  for (const place of (await stored()).keys()) {
    if (place.startsWith('record#contact#g series#')) await write(place, undefined);
  }
  await repairPair(table, contact('g'), contact('h'), { halves: false });
  await expect(connect('g', 'h', { effectiveStart: '2020-06-01' })).rejects.toMatchObject({
    code: 'ConnectionExists',
  });
  expect((await inspectPair(table, contact('g'), contact('h'))).problems).toEqual([]);
  expect(made.version).toBe(1);
});
