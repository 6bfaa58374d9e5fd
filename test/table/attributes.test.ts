// Attributes of connections: stored as they are, changed by merge patches, checked by the schemas of roles.
import { beforeAll, expect, it } from 'vitest';
import type { AttributeSchema } from '../../shared/contracts/attribute-schemas.ts';
import type { ConnectionPatch } from '../../shared/contracts/connection-schemas.ts';
import { parseFilter } from '../../shared/domain/filter/grammar.ts';
import { patchRole } from '../../shared/domain/role-rules.ts';
import { changeCatalog } from '../../shared/table/catalog/change-catalog.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import {
  deleteConnection,
  patchConnection,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { connectionsOf } from '../../shared/table/lists/connections-of-record.ts';
import { getConnection } from '../../shared/table/pairs/find-connection.ts';
import { historyOfConnection } from '../../shared/table/projection/read-history.ts';
import { createdOf } from '../support/created.ts';
import { caller, request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';
import { brokenPairs, clinicTable } from '../support/table.ts';

let table: Table;
let calls: string[];
beforeAll(async () => {
  ({ table, calls } = await clinicTable({}, { streamed: true }));
});

/** Numbers that DynamoDB cannot store, and names that JavaScript treats in its own way. */
const odd = JSON.parse(
  '{"10":1,"9":2,"huge":1e300,"tiny":1e-300,"deep":{"__proto__":[null,{"a":"\ufffd"}]},"":true}',
);

const create = async (
  to: string,
  more: object = {},
  roles: (string | null)[] = ['expert', null],
) => {
  const asked = request(['contact/a', roles[0], `contact/${to}`, roles[1]], more);
  return createdOf((await createConnections(table, [asked], caller()))[0]);
};
const edit = (id: string, patch: ConnectionPatch) =>
  patchConnection(table, id, patch, caller(), { ifMatch: undefined });

const setSchema = (id: string, attributeSchema: AttributeSchema | null) =>
  changeCatalog(table, caller(), (catalog) => patchRole(catalog, id, { attributeSchema }));

it('come back as they were sent, in both halves, after a move and in the history', async () => {
  const { id } = await create('b', { attributes: odd });
  expect((await getConnection(table, id)).attributes).toEqual(odd);
  await edit(id, { effectiveStart: '2020-01-01' });
  expect((await getConnection(table, id)).attributes).toEqual(odd);
  expect(await brokenPairs(table)).toEqual([]);
  await edit(id, { attributes: { huge: 2e300, tiny: null, deep: { more: 1 } } });
  await deleteConnection(table, id, caller(), undefined);
  await deliver(table, await streamOf(table));
  const { items } = await historyOfConnection(table, id, 10);
  const changes = items.map((entry) =>
    entry.changes.filter(({ field }) => field.startsWith('attr')),
  );
  expect(changes[0]?.map(({ field, to }) => [field, to])).toEqual(
    ['.9', '.10', '.huge', '.deep', '[""]'].map((name) => [`attributes${name}`, null]),
  );
  expect(changes[1]).toEqual([
    { field: 'attributes.huge', from: 1e300, to: 2e300 },
    { field: 'attributes.tiny', from: 1e-300, to: null },
    { field: 'attributes.deep', from: odd.deep, to: { ...odd.deep, more: 1 } },
  ]);
  expect(changes[2]).toEqual([]);
  expect(changes[3]?.map(({ from }) => from)).toEqual([null, null, null, null, null, null]);
});

it('are merged by a patch; one that changes nothing writes nothing', async () => {
  const one = await create('c', {
    attributes: { share: 30, level: 'full', terms: { a: 1, b: 2 } },
  });
  const after = await edit(one.id, { attributes: { level: null, terms: { b: 3 } } });
  expect(after.attributes).toEqual({ share: 30, terms: { a: 1, b: 3 } });
  expect((await edit(one.id, { attributes: { terms: { b: 3 } } })).version).toBe(after.version);
  const { attributes: current } = await edit(one.id, { attributes: { list: [null] } });
  const sentBack = await edit(one.id, { attributes: current });
  expect(sentBack.attributes).toEqual({ share: 30, terms: { a: 1, b: 3 }, list: [null] });
  expect((await edit(one.id, { attributes: null })).attributes).toBeNull();
  expect((await edit(one.id, { attributes: {} })).attributes).toEqual({});
  await expect(edit(one.id, { attributes: { a: 'x'.repeat(4090) } })).rejects.toMatchObject({
    code: 'ValidationFailed',
    message: 'attributes: must be at most 4096 bytes as JSON, not 4098',
  });
});

it('are compared when a connection exists', async () => {
  const { id } = await create('d', { attributes: { share: 30, level: 'full' } });
  const again = (attributes: object | null) => create('d', { attributes });
  await expect(again({ level: 'full', share: 30 })).rejects.toThrow();
  await expect(again({ share: 31, more: 1 })).rejects.toMatchObject({
    code: 'ConnectionExists',
    extras: {
      existingId: id,
      differs: ['attributes'],
      errors: [
        { path: 'attributes.share', message: 'the existing one has 30' },
        { path: 'attributes.more', message: 'the existing one has no value' },
        { path: 'attributes.level', message: 'the existing one has full' },
      ],
    },
  });
});

it('are a condition of lists, which reads no record', async () => {
  await create('e', { attributes: { share: 20 } });
  const { id } = await create('f', { attributes: { share: 26 } });
  const catalog = await catalogFor(table, 'showConnections');
  const listed = async (filter: string) => {
    calls.length = 0;
    const conditions = { state: 'all', filter: parseFilter(filter) } as const;
    const record = { type: 'contact', id: 'a' };
    const { items } = await connectionsOf(table, catalog, record, conditions, 25);
    return items.map(({ connection }) => connection.id);
  };
  expect(await listed('connection/share gt 25 and connection/share lt 27')).toEqual([id]);
  expect(calls).toEqual(['Query']);
  expect(await listed("connection/share gt 25 and connection/share lt 27 and name eq 'f'")).toEqual(
    [id],
  );
  expect(calls).toEqual(['Query', 'BatchGetItem']);
});

it('must fit the schema of a role when they or a role are set, not before', async () => {
  const free = await create('g', { attributes: { anything: 1 } }, ['friend', 'friend']);
  const schema = {
    share: { type: 'number', required: true, maximum: 100 },
    constructor: { type: 'number', maximum: 1e200 },
  } as const;
  await setSchema('friend', schema);
  expect((await edit(free.id, { description: 'x' })).attributes).toEqual({ anything: 1 });
  await expect(edit(free.id, { attributes: { share: 200 } })).rejects.toMatchObject({
    code: 'ConnectionAttributesInvalid',
    extras: { errors: [{ path: 'attributes.anything' }, { path: 'attributes.share' }] },
  });
  await expect(create('h', {}, ['friend', 'friend'])).rejects.toMatchObject({
    code: 'ConnectionAttributesInvalid',
    message: 'attributes.share: is missing (role friend)',
  });
  const expert = await create('i', { attributes: { note: 'x' } });
  await expect(edit(expert.id, { record1RoleId: 'friend' })).rejects.toMatchObject({
    code: 'ConnectionAttributesInvalid',
  });
  const moved = await edit(expert.id, {
    record1RoleId: 'friend',
    attributes: { note: null, share: 5 },
  });
  expect(moved.attributes).toEqual({ share: 5 });
  const { roles } = await catalogFor(table, 'confirmMissing');
  expect(roles.get('friend')?.attributeSchema).toEqual(schema);
  await setSchema('friend', null);
  expect((await edit(moved.id, { attributes: { other: 1 } })).attributes).toEqual({
    share: 5,
    other: 1,
  });
});
