// Golden keys: a change here is a change of the stored layout and needs a migration.
import { expect, it } from 'vitest';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { nameKeyOf } from '../../shared/domain/name-folding.ts';
import { keyOfAction } from '../../shared/table/engine/commit.ts';
import { halfItem, halfKey, halfOf } from '../../shared/table/pairs/half-item.ts';
import { pairWrites } from '../../shared/table/pairs/pair-writes.ts';
import {
  halfKeysOfSeries,
  seriesKey,
  seriesKeyOfHalf,
} from '../../shared/table/pairs/series-item.ts';
import { items, shardOf } from '../../shared/table/schema.ts';
import { caller } from '../support/fixtures.ts';

const connection: Connection = {
  id: '0190a1b2-0000-7000-8000-000000000001',
  record1: { type: 'contact', id: 'maria', name: 'Maria', roleId: 'doctor' },
  record2: { type: 'account', id: 'clinic', name: 'Clinic', roleId: null },
  title: null,
  attributes: null,
  externalId: null,
  description: null,
  effectiveStart: '2026-03-01',
  effectiveEnd: null,
  state: 'active',
  ownerId: 'ines',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'ines',
  modifiedAt: '2026-01-01T00:00:00.000Z',
  modifiedBy: 'ines',
  version: 1,
};

it('the half of record1', () => {
  expect(halfItem({ connection, side: 'record1' }, 4)).toEqual({
    pk: 'record#contact#maria',
    sk: 'connection#doctor#account#clinic#-#2026-03-01',
    id: connection.id,
    source: 1,
    recordType: 'contact',
    recordId: 'maria',
    recordName: 'Maria',
    roleId: 'doctor',
    connectedType: 'account',
    connectedId: 'clinic',
    connectedName: 'Clinic',
    effectiveStart: '2026-03-01',
    state: 'active',
    ownerId: 'ines',
    createdAt: '2026-01-01T00:00:00.000Z',
    createdBy: 'ines',
    version: 1,
    shard: shardOf('contact', 'maria', 4),
  });
});

it('the half of a connection with a title: its key ends with a hash of the title as it is compared', () => {
  const chair = (title: string) =>
    halfItem({ connection: { ...connection, title }, side: 'record1' }, 4);
  expect(chair('Chair of the Board')).toMatchObject({
    sk: 'connection#doctor#account#clinic#-#2026-03-01#Y_0NpSLT5cGTb8JQJ3uI8n',
    title: 'Chair of the Board',
  });
  expect(chair('CHAIR OF THE BOARD').sk).toBe(chair('Chair of the Board').sk);
});

it('the half of record2 is its mirror, and no part of the index by connection id', () => {
  expect(halfItem({ connection, side: 'record2' }, 4)).toMatchObject({
    pk: 'record#account#clinic',
    sk: 'connection#-#contact#maria#doctor#2026-03-01',
    recordType: 'account',
    connectedType: 'contact',
    connectedRoleId: 'doctor',
  });
  const half = halfItem({ connection, side: 'record2' }, 4);
  expect(half).not.toHaveProperty('source');
  expect(half).not.toHaveProperty('roleId');
});

it('the other items', () => {
  expect([items.record.partition('account', 'a'), items.record.sort()]).toEqual([
    'record#account#a',
    'record',
  ]);
  expect([items.change.partition('id'), items.change.sort()]).toEqual(['connection#id', 'change']);
  expect([items.deletedRecord.partition('account', 'a'), items.deletedRecord.sort(5)]).toEqual([
    'record#account#a',
    'deleted#5',
  ]);
  expect([items.sweepClaim.partition('account', 'a'), items.sweepClaim.sort()]).toEqual([
    'record#account#a',
    'sweep',
  ]);
  const at = '2026-11-22T10:00:00.000Z';
  expect(items.historyEntry.partition('account', 'a')).toBe('record#account#a');
  expect(items.historyEntry.sort(at, 'id', 12)).toBe(`history#${at}#id#000000012`);
  expect(items.lifetimeEntry.partition('account', 'a')).toBe('record#account#a');
  expect(items.lifetimeEntry.sort(at, 'created')).toBe(`lifetime#${at}#created`);
  expect(items.lifetimeEntry.sort(at, 'renamed', 3)).toBe(`lifetime#${at}#renamed#000000003`);
  expect(items.leftEntry.partition('account', 'a')).toBe('record#account#a');
  expect(items.leftEntry.sort(at, 'c', 12)).toBe(`left#${at}#c#000000012`);
  expect(items.catalogEntry.partition('role', 'x')).toBe('catalog-history#role#x');
  expect(items.catalogEntry.sort(at, 3)).toBe(`history#${at}#000000003`);
  expect([items.summary.partition('account', 'a'), items.summary.sort()]).toEqual([
    'record#account#a',
    'summary',
  ]);
  expect(items.heldRole.partition('account', 'a')).toBe('record#account#a');
  expect(items.heldRole.sort('vendor')).toBe('held-role#vendor');
  expect([items.typeCounts.partition('account'), items.typeCounts.sort(2)]).toEqual([
    'type-counts#account',
    'part#2',
  ]);
  expect([items.roleCounts.partition('vendor'), items.roleCounts.sort(0)]).toEqual([
    'role-counts#vendor',
    'part#0',
  ]);
  expect([items.word.partition(3), items.word.sort('c#', 'account', 'a')]).toEqual([
    'words#3',
    'word#c##account#a',
  ]);
  expect([items.feedSegment.partition(3), items.feedSegment.sort(57)]).toEqual([
    'feed#3',
    'segment#000000000057',
  ]);
  expect([items.termEnd.partition(1), items.termEnd.sort('2026-12-31', 'id')]).toEqual([
    'term-ends#1',
    '2026-12-31#id',
  ]);
  expect([items.catalogChange.partition(), items.catalogChange.sort(7)]).toEqual([
    'catalog-changes',
    '000000007',
  ]);
  expect([items.role.partition(), items.role.sort('x')]).toEqual(['catalog', 'role#x']);
  expect(items.recordType.sort('account')).toBe('record-type#account');
  expect(items.catalogVersion.sort()).toBe('version');
  expect([items.shardCount.partition(), items.shardCount.sort()]).toEqual(['shards', 'count']);
  expect(items.idempotencyKey.partition('h')).toBe('idempotency#h');
});

it('a series is in the partition of the smaller record, from whichever side it is seen', () => {
  const key = { pk: 'record#account#clinic', sk: 'series#contact#maria#-#doctor' };
  expect(seriesKey(connection)).toEqual(key);
  const { record1, record2 } = connection;
  expect(seriesKey({ record1: record2, record2: record1 })).toEqual(key);
  for (const side of ['record1', 'record2'] as const) {
    expect(seriesKeyOfHalf(halfKey({ connection, side }))).toEqual(key);
  }
  const members = [{ id: connection.id, start: '2026-03-01' }];
  expect(halfKeysOfSeries({ ...key, members }, record1)).toEqual([
    { id: connection.id, ...halfKey({ connection, side: 'record1' }) },
  ]);
  expect(halfKeysOfSeries({ ...key, members }, record2)).toEqual([
    { id: connection.id, ...halfKey({ connection, side: 'record2' }) },
  ]);
});

it('a half holds the whole connection, on either side', () => {
  for (const side of ['record1', 'record2'] as const) {
    expect(halfOf(halfItem({ connection, side }, 4))).toEqual({ connection, side });
    const changed = { ...connection, modifiedBy: 'mateo', version: 2, description: 'x' };
    expect(halfOf(halfItem({ connection: changed, side }, 4)).connection).toEqual(changed);
  }
});

it('a page of 25 typical halves, and the one after, costs at most 3 read units', () => {
  const bytes = Buffer.byteLength(
    Object.entries(halfItem({ connection, side: 'record1' }, 4))
      .map(([name, value]) => name + value)
      .join(''),
  );
  expect(bytes * 26).toBeLessThanOrEqual(3 * 4096);
});

it('a change in place writes two items, a change of keys five, each guarded', () => {
  const kinds = (after: Connection | null, before: Connection | null = connection) =>
    pairWrites(before, after, 4, caller()).map((action) =>
      'put' in action ? `put ${action.put.sk.split('#')[0]}` : 'remove',
    );
  expect(kinds(connection, null)).toEqual(['put connection', 'put connection']);
  expect(kinds({ ...connection, description: 'x' })).toEqual(['put connection', 'put connection']);
  expect(kinds({ ...connection, effectiveStart: null })).toEqual([
    'remove',
    'remove',
    'put connection',
    'put connection',
    'put change',
  ]);
  expect(kinds(null)).toEqual(['remove', 'remove', 'put change']);
  const moved = { ...connection, effectiveStart: null };
  for (const action of pairWrites(connection, moved, 4, caller())) {
    if (keyOfAction(action).sk !== 'change') expect(action).toHaveProperty('when.expression');
  }
});

it('shards spread records evenly and are stable', () => {
  expect(shardOf('account', 'fabrikon', 16)).toBe(5);
  const counts = Array.from({ length: 4 }, () => 0);
  for (let n = 0; n < 4000; n += 1) {
    const shard = shardOf('contact', `c-${n}`, 4);
    counts[shard] = (counts[shard] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
});

it('names are looked up without case, whatever their Unicode form, and fit an index key', () => {
  expect(nameKeyOf('ÅNGSTRÖM')).toBe(nameKeyOf('A\u030angstro\u0308m'));
  expect(nameKeyOf('Ⅷ Straße')).toBe('viii strasse');
  expect(nameKeyOf('ΟΔΥΣΣΕΥΣ')).toBe(nameKeyOf('Οδυσσευς'));
  expect(Buffer.byteLength(nameKeyOf('\u{1F600}'.repeat(250)))).toBeLessThanOrEqual(400);
});
