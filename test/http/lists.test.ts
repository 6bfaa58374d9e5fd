// Lists of the connections of a type and of a role, and filters on the connected record.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, walk } from '../support/api.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let call: Call;

// This file has its own types and roles, because other files use the same service.
const guest = (id: string) => ({ type: 'list_guest', id });
const house = (id: string) => ({ type: 'list_house', id });

beforeAll(async () => {
  call = await clientOf('ines');
  for (const type of ['list_guest', 'list_house', 'list_empty']) {
    await call('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  await call('POST', '/v1/connection-roles/batch', {
    items: [
      {
        id: 'list-friend',
        name: 'Friend',
        category: 'list-social',
        matchingRoleIds: ['list-friend'],
      },
      {
        id: 'list-tenant',
        name: 'Tenant',
        category: 'list-legal',
        matchingRoleIds: ['list-landlord'],
      },
      { id: 'list-landlord', name: 'Landlord', category: 'list-legal', matchingRoleIds: [] },
      { id: 'list-unused', name: 'Unused' },
    ],
  });
  await call('POST', '/v1/records/batch', {
    items: [
      ...['ann', 'bob', 'cyd', 'dan'].map((id, n) => ({
        ...guest(id),
        name: id,
        attributes: { age: 20 + n, address: { city: n < 2 ? 'Oslo' : 'Bergen' } },
      })),
      ...['red', 'blue'].map((id) => ({ ...house(id), name: id, attributes: { rent: 900 } })),
    ],
  });
  const made = await call('POST', '/v1/connections/batch', {
    items: [
      { record1: guest('ann'), record1RoleId: 'list-friend', record2: guest('bob') },
      { record1: guest('ann'), record1RoleId: 'list-friend', record2: guest('cyd') },
      {
        record1: guest('ann'),
        record1RoleId: 'list-tenant',
        record2: house('red'),
        effectiveEnd: '2020-12-31',
      },
      {
        record1: guest('dan'),
        record1RoleId: 'list-tenant',
        record2: house('red'),
        ownerId: 'omar',
      },
      {
        record1: house('blue'),
        record1RoleId: 'list-landlord',
        record2: guest('dan'),
        state: 'inactive',
      },
      { record1: house('blue'), record2: house('red') },
    ],
  });
  expect(made.body.counts).toEqual({ created: 6, identical: 0, duplicate: 0, invalid: 0 });
});

/** The content of a list, as `own (role) > other`, sorted. */
async function seen(path: string, limit = 2) {
  const items = await walk(call, path, limit);
  return items
    .map(({ record1, record1RoleId, record2 }) => `${record1.id} ${record1RoleId} ${record2.id}`)
    .sort();
}

describe('the connections of a type', () => {
  const path = '/v1/record-types/list_guest/connections';

  it('are all halves whose own record has the type, one from each side', async () => {
    expect(await seen(path)).toEqual([
      'ann list-friend bob',
      'ann list-friend cyd',
      'ann list-tenant red',
      'bob list-friend ann',
      'cyd list-friend ann',
      'dan list-tenant blue',
      'dan list-tenant red',
    ]);
    expect(await seen('/v1/record-types/list_house/connections', 1)).toHaveLength(5);
    expect(await seen('/v1/record-types/list_empty/connections')).toEqual([]);
  });

  it.each([
    ['roleId=list-tenant', ['ann list-tenant red', 'dan list-tenant blue', 'dan list-tenant red']],
    ['category=list-social&connectedType=list_guest&ownerId=ines', 4],
    ['category=list-legal&state=inactive', ['dan list-tenant blue']],
    ['category=nothing', []],
    ['connectedType=list_house', 3],
    ['connectedRoleId=list-landlord', 3],
    ['connectedRoleId=list-landlord&state=active', 2],
    ['connectedType=list_house&connectedId=red', ['ann list-tenant red', 'dan list-tenant red']],
    ['connectedType=list_guest&connectedId=ann&roleId=list-friend', 2],
    ['connectedType=list_guest&connectedId=nobody', []],
    ['connectedType=list_house&activeOn=2021-01-01', 2],
    ['ownerId=omar', ['dan list-tenant red']],
    ['roleId=-', []],
    ['connectedRoleId=-', []],
    [
      "filter=address/city eq 'Oslo'",
      ['ann list-friend bob', 'bob list-friend ann', 'cyd list-friend ann'],
    ],
    ['filter=age ge 21 and age lt 22.5', ['ann list-friend bob', 'ann list-friend cyd']],
    ["filter=name in ('red', 'blue') and rent eq 900", 3],
    ['roleId=list-friend&filter=age gt 99', []],
  ])('narrowed by %s', async (query, expected) => {
    const found = await seen(`${path}?${query.replaceAll(' ', '%20').replaceAll("'", '%27')}`);
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });

  it('without a role on one side or on both', async () => {
    const houses = '/v1/record-types/list_house/connections';
    const blank = ['blue null red', 'red null blue'];
    expect(await seen(`${houses}?roleId=-`)).toEqual(blank);
    expect(await seen(`${houses}?connectedRoleId=-`, 1)).toEqual(blank);
    expect(await seen(`${houses}?roleId=-&connectedRoleId=-&connectedType=list_house`)).toEqual(
      blank,
    );
    expect(await seen(`${houses}?roleId=-&connectedRoleId=list-tenant`)).toEqual([]);
    expect(await seen('/v1/records/list_house/blue/connections?roleId=-')).toEqual(
      blank.slice(0, 1),
    );
    expect(await seen('/v1/records/list_house/blue/connections?roleId=list-landlord')).toHaveLength(
      1,
    );
    const summary = (await call('GET', '/v1/records/list_house/blue/summary')).body;
    expect(summary.byRole).toContainEqual({ key: null, count: 1 });
    expect(summary.byCategory).toContainEqual({ key: null, count: 1 });
  });

  it('are refused for a name that does not exist, wherever a query may have one', async () => {
    const unknown = [
      ['record-types/list_guest/connections?roleId=ghost', 'ConnectionRoleNotFound', ['roleId']],
      [
        'records/list_guest/ann/connections?connectedRoleId=ghost',
        'ConnectionRoleNotFound',
        ['connectedRoleId'],
      ],
      [
        'records/list_guest/ann/connections?connectedType=ghost',
        'RecordTypeNotFound',
        ['connectedType'],
      ],
      [
        'connection-roles/list-friend/connections?recordType=ghost',
        'RecordTypeNotFound',
        ['recordType'],
      ],
      [
        'connection-roles/list-friend/records?recordType=ghost',
        'RecordTypeNotFound',
        ['recordType'],
      ],
      [
        'connection-roles/list-friend/matching-roles?recordType=ghost',
        'RecordTypeNotFound',
        ['recordType'],
      ],
      ['connection-roles?recordType=ghost', 'RecordTypeNotFound', ['recordType']],
      [
        'records/list_guest/ann/connections?roleId=x&connectedType=ghost',
        'ConnectionRoleNotFound',
        ['roleId', 'connectedType'],
      ],
    ] as const;
    for (const [path, code, fields] of unknown) {
      const { status, body } = await call('GET', `/v1/${path}`);
      expect([status, body.code]).toEqual([400, code]);
      expect(body.errors.map((error: { path: string }) => error.path)).toEqual(fields);
    }
  });

  it('get all their faults in one answer: of the form, the filter, and unknown names', async () => {
    const { status, body } = await call(
      'GET',
      '/v1/records/list_guest/ann/connections?limit=0&roleId=ghost&connectedType=ghost&filter=name%20eq',
    );
    expect(status).toBe(400);
    const faults = body.errors.map(({ path, code = body.code }: Record<string, string>) => [
      path,
      code,
    ]);
    expect(faults).toEqual([
      ['limit', 'ValidationFailed'],
      ['filter', 'ValidationFailed'],
      ['roleId', 'ConnectionRoleNotFound'],
      ['connectedType', 'RecordTypeNotFound'],
    ]);
    for (const path of [
      'connection-roles?limit=0&recordType=ghost',
      'connection-roles/list-friend/records?limit=0&recordType=ghost',
      'connection-roles/list-friend/connections?limit=0&recordType=ghost',
      'records/list_guest/ann/graph?depth=9&connectedType=ghost',
      'paths?from=list_guest/ann&to=ghost/x&maxDepth=9',
    ]) {
      const reply = await call('GET', `/v1/${path}`);
      const codes = reply.body.errors.map((error: { code?: string }) => error.code);
      expect([path, codes]).toEqual([path, [undefined, 'RecordTypeNotFound']]);
    }
  });

  it('know a name that was created a moment ago', async () => {
    await call('PUT', '/v1/connection-roles/list-new', { name: 'New' });
    expect(await seen('/v1/record-types/list_guest/connections?roleId=list-new')).toEqual([]);
  });

  it('of an unknown type are NotFound', async () => {
    const reply = await call('GET', '/v1/record-types/unheard_of/connections');
    expect([reply.status, reply.body.code]).toEqual([404, 'NotFound']);
  });
});

describe('the connections of a role', () => {
  it('are all halves whose own record has the role', async () => {
    expect(await seen('/v1/connection-roles/list-friend/connections')).toEqual([
      'ann list-friend bob',
      'ann list-friend cyd',
      'bob list-friend ann',
      'cyd list-friend ann',
    ]);
    const tenants = '/v1/connection-roles/list-tenant/connections';
    expect(await seen(`${tenants}?recordType=list_guest`)).toHaveLength(3);
    expect(await seen(`${tenants}?recordType=list_house`)).toEqual([]);
    expect(await seen(`${tenants}?connectedType=list_house&connectedId=blue`)).toHaveLength(1);
    expect(await seen(`${tenants}?roleId=list-friend`)).toEqual([]);
    expect(await seen(`${tenants}?category=list-legal&filter=name%20eq%20%27red%27`)).toHaveLength(
      2,
    );
    expect(await seen('/v1/connection-roles/list-unused/connections')).toEqual([]);
  });

  it('of an unknown role are NotFound, and a cursor is valid only for its own list', async () => {
    const unknown = await call('GET', '/v1/connection-roles/unheard-of/connections');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'NotFound']);
    const list = '/v1/connection-roles/list-friend/connections';
    const { body } = await call('GET', `${list}?limit=1`);
    const again = (path: string) => call('GET', `${path}cursor=${body.nextCursor}`);
    expect((await again(`${list}?limit=7&`)).status).toBe(200);
    for (const other of [
      `${list}?recordType=list_guest&`,
      `${list}?filter=age%20gt%201&`,
      '/v1/connection-roles/list-tenant/connections?',
      '/v1/record-types/list_guest/connections?roleId=list-friend&',
    ]) {
      expect((await again(other)).body.errors[0].path).toBe('cursor');
    }
  });
});

describe('a filter', () => {
  it('uses the latest attributes of a record, in the list of a record', async () => {
    const list = '/v1/records/list_guest/bob/connections?filter=age%20eq%2050';
    expect(await seen(list)).toEqual([]);
    await call('PUT', '/v1/records/list_guest/ann', { name: 'ann', attributes: { age: 50 } });
    expect(await seen(list)).toEqual(['bob list-friend ann']);
    await call('PUT', '/v1/records/list_guest/ann', {
      name: 'ann',
      attributes: { age: 20, address: { city: 'Oslo' } },
    });
  });

  it.each([
    ['/v1/records/list_guest/ann/connections'],
    ['/v1/record-types/list_guest/connections'],
    ['/v1/connection-roles/list-friend/connections'],
  ])('that is invalid is refused with the position of the error: %s', async (path) => {
    const reply = await call('GET', `${path}?filter=age%20%3D%205`);
    expect([reply.status, reply.body.code]).toEqual([400, 'ValidationFailed']);
    expect(reply.body.errors).toEqual([
      { path: 'filter', message: 'at character 5: found "="; write eq' },
    ]);
    const long = await call('GET', `${path}?filter=${'x'.repeat(2001)}`);
    expect(long.body.errors).toEqual([
      {
        path: 'filter',
        message: `must have at most 2000 characters; found 2001: "${'x'.repeat(40)}…"`,
      },
    ]);
    const unknown = await call('GET', `${path}?colour=red`);
    expect([unknown.status, unknown.body.errors[0].path]).toEqual([400, 'colour']);
    const alone = await call('GET', `${path}?connectedId=ann`);
    expect([alone.status, alone.body.errors[0].path]).toEqual([400, 'connectedId']);
  });
});
