// External ids: unique under races, found by a lookup, released by deletion, kept by moves.
import { beforeAll, expect, it } from 'vitest';
import type { ConnectionPatch } from '../../shared/contracts/connection-schemas.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { commit } from '../../shared/table/engine/commit.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { externalIdKey } from '../../shared/table/pairs/external-id.ts';
import { connectionByExternalId } from '../../shared/table/pairs/find-connection.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { inspectPair } from '../../shared/table/repair/inspect-pair.ts';
import { repairPair } from '../../shared/table/repair/repair-pair.ts';
import { createdOf } from '../support/created.ts';
import { caller, request } from '../support/fixtures.ts';
import { allItems, brokenPairs, clinicTable, sweepDeleted } from '../support/table.ts';

let table: Table;
beforeAll(async () => {
  ({ table } = await clinicTable());
});

const ext = (key: string) => ({ source: 'dataverse', key });
const contact = (id: string) => ({ type: 'contact', id });
const asked = (from: string, to: string, more: object) =>
  request([`contact/${from}`, 'friend', `contact/${to}`, 'friend'], more);
const create = async (from: string, to: string, more: object = {}) =>
  createdOf((await createConnections(table, [asked(from, to, more)], caller()))[0]);
const edit = (id: string, patch: ConnectionPatch) =>
  patchConnection(table, id, patch, caller(), { ifMatch: undefined });
const found = async (key: string) => (await connectionByExternalId(table, ext(key)))?.id;
const kept = async () =>
  (await allItems(table)).filter(({ pk }) => String(pk).startsWith('external-id'));

it('is found, with any characters, and comes back as it was sent', async () => {
  const externalId = { source: 'x#y\n', key: `${'#'.repeat(250)}\u{1F389}\u0001` };
  const { id } = await create('a', 'b', { externalId });
  expect((await connectionByExternalId(table, externalId))?.externalId).toEqual(externalId);
  expect(await connectionByExternalId(table, { ...externalId, source: 'x' })).toBeUndefined();
  // Source and key are not joined: `a` + `bc` is not `ab` + `c`.
  expect(externalIdKey({ source: 'a', key: 'bc' })).not.toEqual(
    externalIdKey({ source: 'ab', key: 'c' }),
  );
  await deleteConnection(table, id, caller(), undefined);
  expect(await connectionByExternalId(table, externalId)).toBeUndefined();
  expect(await kept()).toEqual([]);
});

it('of two racing creates, one has it, the other gets its id; also in one batch', async () => {
  const racers = Array.from({ length: 20 }, (_, at) => String.fromCharCode('c'.charCodeAt(0) + at));
  const results = await Promise.all(
    racers.map((to) =>
      createConnections(table, [asked('a', to, { externalId: ext('race') })], caller()),
    ),
  );
  const made = results.flatMap(([one]) => (one && 'connection' in one ? [one.connection.id] : []));
  const refused = results.flatMap(([one]) => (one && 'refusal' in one ? [one.refusal] : []));
  expect([made.length, refused.length]).toEqual([1, 19]);
  for (const { code, extras } of refused) {
    expect([code, extras.existingId, extras.errors?.[0]?.path]).toEqual([
      'ExternalIdTaken',
      made[0],
      'externalId',
    ]);
  }
  const batch = ['x', 'y', 'z'].map((to) => asked('b', to, { externalId: ext('batch') }));
  const [first, ...others] = await createConnections(table, batch, caller());
  const { id } = createdOf(first);
  for (const one of others) expect(one).toMatchObject({ refusal: { extras: { existingId: id } } });
  expect(await found('batch')).toBe(id);
  expect(await brokenPairs(table)).toEqual([]);
});

it('is changed, released and taken over by edits; a move keeps it', async () => {
  const one = await create('d', 'e', { externalId: ext('one') });
  const other = await create('d', 'f');
  await expect(edit(other.id, { externalId: ext('one') })).rejects.toMatchObject({
    code: 'ExternalIdTaken',
    extras: { existingId: one.id },
  });
  await edit(one.id, { effectiveStart: '2020-01-01', title: 'x' });
  expect(await found('one')).toBe(one.id);
  await edit(one.id, { externalId: ext('two'), record1RoleId: 'expert', record2RoleId: null });
  expect([await found('one'), await found('two')]).toEqual([undefined, one.id]);
  expect((await edit(other.id, { externalId: ext('one') })).externalId).toEqual(ext('one'));
  expect((await edit(other.id, { externalId: null })).externalId).toBeNull();
  expect(await found('one')).toBeUndefined();
  expect(await brokenPairs(table)).toEqual([]);
});

it('is released when a record is deleted', async () => {
  const { id } = await create('g', 'h', { externalId: ext('swept') });
  await deleteRecord(table, contact('g'), caller('ines', true), undefined);
  await sweepDeleted(table, contact('g'));
  expect(await found('swept')).toBeUndefined();
  expect((await create('h', 'i', { externalId: ext('swept') })).id).not.toBe(id);
});

it('that a restore left over is released when it is needed, and one that is missing is repaired', async () => {
  const { id } = await create('j', 'k', { externalId: ext('ghost') });
  const [keeper] = (await kept()).filter(({ id: of }) => of === id);
  await deleteConnection(table, id, caller(), undefined);
  await commit(table, [{ put: keeper as never }]);
  const taker = await create('k', 'l', { externalId: ext('ghost') });
  expect(await found('ghost')).toBe(taker.id);

  await commit(table, [{ remove: externalIdKey(ext('ghost')) }]);
  expect((await inspectPair(table, contact('k'), contact('l'))).problems).toMatchObject([
    { connectionId: taker.id, kind: 'externalId' },
  ]);
  const { left } = await repairPair(table, contact('k'), contact('l'), { halves: false });
  expect(left).toEqual([]);
  expect(await found('ghost')).toBe(taker.id);
});

it('that is kept for another connection does not prevent changes or deletions', async () => {
  const [one, other] = [await create('m', 'n', { externalId: ext('m') }), await create('m', 'o')];
  const [keeper] = (await kept()).filter(({ id }) => id === one.id);
  await commit(table, [{ put: { ...(keeper as never as object), id: other.id } as never }]);
  expect((await edit(one.id, { externalId: ext('m2') })).externalId).toEqual(ext('m2'));
  await commit(table, [
    { put: { ...(keeper as never as object), ...externalIdKey(ext('m2')), id: other.id } as never },
  ]);
  await deleteConnection(table, one.id, caller(), undefined);
  expect(await found('m2')).toBeUndefined();
  const swept = await create('p', 'q', { externalId: ext('p') });
  await commit(table, [
    { put: { ...(keeper as never as object), ...externalIdKey(ext('p')), id: other.id } as never },
  ]);
  await deleteRecord(table, contact('p'), caller('ines', true), undefined);
  await sweepDeleted(table, contact('p'));
  expect(
    (await allItems(table)).filter(({ id, recordType }) => id === swept.id && recordType),
  ).toEqual([]);
  expect(await brokenPairs(table)).toEqual([]);
});

it('of an item that is refused for another reason is free for a later item of the batch', async () => {
  const items = [
    asked('r', 's', {}),
    asked('r', 's', { externalId: ext('batch-2') }),
    asked('r', 't', { externalId: ext('batch-2') }),
    asked('r', 'u', { externalId: ext('batch-2') }),
  ];
  const [first, second, third, last] = await createConnections(table, items, caller());
  expect([createdOf(first).id, second]).toMatchObject([
    expect.any(String),
    { refusal: { code: 'ConnectionExists' } },
  ]);
  const { id } = createdOf(third);
  expect(last).toMatchObject({ refusal: { code: 'ExternalIdTaken', extras: { existingId: id } } });
});
