// Finding records over HTTP: searches, ids, filters; and changing one by a merge patch.
import { beforeAll, describe, expect, it } from 'vitest';
import { clientOf, drained, type Reply, walk } from '../support/api.ts';

let call: Awaited<ReturnType<typeof clientOf>>;

const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);
const idsAt = async (path: string) => ids((await walk(call, path, 2)) as { id: string }[]);

/** The faults of a refused request, as `path: message`. */
const faultsOf = ({ status, body }: Reply) => {
  expect(status).toBe(400);
  return body.errors.map(({ path, message }: Record<string, string>) => `${path}: ${message}`);
};

beforeAll(async () => {
  call = await clientOf('ines');
  for (const type of ['find_guest', 'find_house']) {
    await call('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
  }
  const guest = (id: string, name: string, attributes = {}) => {
    return { type: 'find_guest', id, name, attributes };
  };
  await call('POST', '/v1/records/batch', {
    items: [
      guest('ann', 'Findora Ann (Oduya)', { age: 20, home: { city: 'Oslo' } }),
      guest('bob', 'Bob Findora-Oduya', { age: 30 }),
      guest('cyd', 'Cyd Oduya', { age: 40 }),
      guest('d,e', 'Dan Großmann', { age: 50 }),
      guest('gone', 'Findora Gone'),
      { type: 'find_house', id: 'red', name: 'Red House of Findora' },
    ],
  });
  await drained();
});

describe('a search', () => {
  it('finds records by the beginnings of words, in any order, of a type and of all', async () => {
    const find = (text: string) => `search=${encodeURIComponent(text)}`;
    const guests = '/v1/records/find_guest';
    expect((await idsAt(`${guests}?${find('odu findo')}`)).sort()).toEqual(['ann', 'bob']);
    expect(ids((await call('GET', `${guests}?${find('ODUYA')}`)).body.items)).toEqual([
      'bob',
      'cyd',
      'ann',
    ]);
    expect(await idsAt(`${guests}?${find('GROSSM')}`)).toEqual(['d,e']);
    expect(
      await idsAt(`${guests}?${find('odu')}&filter=${encodeURIComponent('age gt 20')}`),
    ).toEqual(['bob', 'cyd']);
    const { body } = await call('GET', `/v1/records?${find('findora')}&limit=100`);
    expect(ids(body.items)).toEqual(['bob', 'ann', 'gone', 'red']);
    expect(body.items[3]).toEqual((await call('GET', '/v1/records/find_house/red')).body);
    expect(await idsAt(`/v1/records?${find('findora')}&types=find_house`)).toEqual(['red']);
    expect(await idsAt(`/v1/records?${find('nothing like it')}`)).toEqual([]);
  });

  it('finds a renamed record by its new name alone, and neither deleted nor merged ones', async () => {
    const path = '/v1/records/find_guest';
    for (const id of ['old', 'merged', 'deleted'])
      await call('PUT', `${path}/${id}`, { name: 'Zubrowka Brown' });
    await drained();
    expect((await idsAt(`${path}?search=zub`)).sort()).toEqual(['deleted', 'merged', 'old']);
    await call('PATCH', `${path}/old`, { name: 'Zubrowka Green' });
    await call('DELETE', `${path}/deleted`);
    await call('POST', `${path}/merged/merge`, { into: { type: 'find_guest', id: 'old' } });
    await drained();
    expect(await idsAt(`${path}?search=green+zub`)).toEqual(['old']);
    expect(await idsAt('/v1/records?search=zubr')).toEqual(['old']);
    expect(await idsAt(`${path}?search=zub%20bro`)).toEqual([]);
  });

  it('is refused with all that is wrong with it', async () => {
    const refused = async (query: string) => faultsOf(await call('GET', `/v1/records${query}`));
    expect(await refused('')).toEqual(['search: is missing']);
    expect(await refused('?search=%20&types=Account,find_house&filter=a')).toEqual([
      expect.stringContaining('search: must not be blank'),
      expect.stringContaining(
        'types: must not have the value "Account", which must be 1–64 characters',
      ),
      'filter: is not a known query parameter',
    ]);
    const unknown = await call('GET', '/v1/records?search=a&types=find_house,find_ghost');
    expect(faultsOf(unknown)).toEqual(['types: there is no record type find_ghost']);
    expect(unknown.body.code).toBe('RecordTypeNotFound');
    expect(await refused('/find_guest?search=a&namePrefix=b&ids=c')).toEqual([
      'search: cannot be combined with namePrefix; send one of namePrefix, search, ids',
      'ids: cannot be combined with namePrefix; send one of namePrefix, search, ids',
    ]);
    expect(await refused('/find_guest?search=')).toEqual([expect.stringContaining('search: ')]);
    expect(await refused('/find_guest?filter=connection%2Fshare%20gt%201')).toEqual([
      expect.stringContaining('filter: at character 1: found "connection/share"'),
    ]);
    expect(await refused("/find_guest?filter=age%20gt%20'1")).toEqual([
      expect.stringContaining('filter: at character 8: found'),
    ]);
    const { body } = await call('GET', '/v1/records?search=findora&limit=1');
    const other = `/v1/records?search=find&cursor=${body.nextCursor}`;
    expect(faultsOf(await call('GET', other))).toEqual([expect.stringContaining('cursor: ')]);
  });
});

describe('records by id', () => {
  it('come in the order asked, each once; the others are missing', async () => {
    const list = '/v1/records/find_guest?ids=';
    const { body } = await call('GET', `${list}cyd,nobody,ann,cyd,d%252Ce`);
    expect([ids(body.items), body.missing, body.merged]).toEqual([
      ['cyd', 'ann', 'd,e'],
      ['nobody'],
      [],
    ]);
    expect(body.nextCursor).toBeUndefined();
    const encoded = `${list}${encodeURIComponent(['d,e', 'ann'].map(encodeURIComponent).join(','))}`;
    expect(ids((await call('GET', encoded)).body.items)).toEqual(['d,e', 'ann']);
    expect(await idsAt(`${list}cyd%2Cann,bob,x,d%252Ce`)).toEqual(['cyd', 'ann', 'bob', 'd,e']);
    const filtered = await call('GET', `${list}ann,bob,x&filter=age%20lt%2030`);
    expect([ids(filtered.body.items), filtered.body.missing]).toEqual([['ann'], ['x']]);
  });

  it('name the record into which a missing one was merged', async () => {
    await call('PUT', '/v1/records/find_guest/twin', { name: 'Twin' });
    const into = { type: 'find_guest', id: 'cyd' };
    await call('POST', '/v1/records/find_guest/twin/merge', { into });
    const { body } = await call('GET', '/v1/records/find_guest?ids=twin');
    expect(body).toEqual({ items: [], missing: ['twin'], merged: [{ id: 'twin', into }] });
  });

  it('are at most 100, and more than 25 on one page', async () => {
    const all = (count: number) => Array.from({ length: count }, (_, n) => `n${n}`).join();
    const { body } = await call('GET', `/v1/records/find_guest?ids=${all(100)}`);
    expect(body.missing).toHaveLength(100);
    expect(faultsOf(await call('GET', `/v1/records/find_guest?ids=${all(101)}`))).toEqual([
      expect.stringContaining('ids: must have at most 100 values, not 101'),
    ]);
    expect(faultsOf(await call('GET', '/v1/records/find_guest?ids=a,b%2Fc'))).toEqual([
      expect.stringContaining('ids: must not have the value "b/c", which must be 1–128 characters'),
    ]);
  });
});

it('a list of all records of a type can have a filter', async () => {
  const filter = encodeURIComponent("home/city eq 'OSLO' or startswith(name, 'dan gross')");
  expect(await idsAt(`/v1/records/find_guest?filter=${filter}`)).toEqual(['d,e', 'ann']);
  const both = encodeURIComponent('age ge 30');
  expect(await idsAt(`/v1/records/find_guest?namePrefix=B&filter=${both}`)).toEqual(['bob']);
});

describe('a patch of a record', () => {
  const path = '/v1/records/find_guest/patched';

  it('merges attributes, and changes the version only if it changes anything', async () => {
    await call('PUT', path, { name: 'Pat', attributes: { a: 1, b: { c: 1, d: 2 } } });
    const patched = await call(
      'PATCH',
      path,
      { attributes: { a: null, b: { c: 2 } } },
      { 'content-type': 'application/merge-patch+json', 'if-match': '"1"' },
    );
    expect([patched.status, patched.headers.get('etag')]).toEqual([200, '"2"']);
    expect(patched.body).toMatchObject({ name: 'Pat', attributes: { b: { c: 2, d: 2 } } });
    const same = await call('PATCH', path, patched.body);
    expect([same.status, same.body]).toEqual([200, patched.body]);
    expect((await call('PATCH', path, { name: 'Paz' })).body).toMatchObject({ version: 3 });
    expect((await call('GET', path)).body.name).toBe('Paz');
  });

  it('is refused with the checks of a PUT', async () => {
    const refused = async (body: unknown) => faultsOf(await call('PATCH', path, body));
    expect(await refused({ name: null })).toEqual(['name: must be text; found null']);
    expect(await refused('{"attributes":{"n":12345678901234567890},"x":1}')).toEqual([
      expect.stringContaining('attributes.n: the number 12345678901234567890 cannot be kept'),
      'x: is not a known field',
    ]);
    expect(await refused({ version: 7, createdBy: 'me', name: ' ' })).toEqual(
      expect.arrayContaining([expect.stringContaining('version: cannot be changed')]),
    );
    const stale = await call('PATCH', path, { name: 'X' }, { 'if-match': '"1"' });
    expect([stale.status, stale.body.code]).toEqual([412, 'PreconditionFailed']);
    expect((await call('PATCH', '/v1/records/find_guest/nobody', { name: 'X' })).status).toBe(404);
    const merged = await call('PATCH', '/v1/records/find_guest/twin', { name: 'X' });
    expect([merged.status, merged.body.code]).toEqual([410, 'RecordMerged']);
  });
});
