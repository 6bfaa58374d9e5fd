// Conventions of all routes: tokens, scopes, errors, pages, entity tags, idempotency keys.
import { gzipSync } from 'node:zlib';
import { UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openIssuer } from '../../infra/local/sign-in/issuer.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { clientOf, send, tokenFor, walk } from '../support/api.ts';
import { service } from '../support/service.ts';

type Call = Awaited<ReturnType<typeof clientOf>>;
let call: Call;
let setUp: (type: string) => Promise<void>;

beforeAll(async () => {
  call = await clientOf('ines');
  setUp = async (type) => {
    await call('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await call('PUT', `/v1/records/${type}/${id}`, { name: `${type} ${id}` });
    }
  };
});

/** The headers for browsers in each answer of a function. */
function expectHeaders({ headers }: { headers: Headers }) {
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
}

/** Expects a problem document with this code and without internal details. */
function expectProblem(reply: Awaited<ReturnType<Call>>, status: number, code: string) {
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
  expect(reply.body).toMatchObject({
    type: `/docs/errors#${code}`,
    status,
    title: expect.any(String),
    detail: expect.any(String),
    requestId: expect.stringMatching(/.+/),
  });
  expect(JSON.stringify(reply.body)).not.toMatch(/node_modules|\.ts:|dynamo|attribute_|record#/i);
}

describe('a token', () => {
  const tried = (token: string | undefined) =>
    send('GET', '/v1/record-types', undefined, token ? { authorization: `Bearer ${token}` } : {});

  it('is required on every route except the public ones', async () => {
    for (const { method, path, scope } of Object.values<Route>(routes)) {
      const concrete = path
        .replace('{type}', 'account')
        .replace(
          '{id}',
          path.includes('connections/') ? '0190a1b2-0000-7000-8000-000000000001' : 'x',
        )
        .replace('{page}', 'start');
      const reply = await send(method, concrete, method === 'GET' ? undefined : {});
      if (scope === null) expect(reply.status).toBe(200);
      else expectProblem(reply, 401, 'Unauthorized');
    }
  });

  it('is refused if it is expired, unsigned, modified, or from another issuer', async () => {
    const good = await tokenFor('ines');
    expect((await tried(good)).status).toBe(200);
    expectProblem(await tried(await tokenFor('ines', 'liaison/read', -60)), 401, 'Unauthorized');
    const claims = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString());
    expectProblem(await tried(new UnsecuredJWT(claims).encode()), 401, 'Unauthorized');
    const [head, , signature] = good.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'root' })).toString('base64url');
    expectProblem(await tried(`${head}.${forged}.${signature}`), 401, 'Unauthorized');
    const stranger = await openIssuer(`${inject('workDir')}/stranger`);
    expectProblem(await tried(await stranger.token({})), 401, 'Unauthorized');
    for (const text of ['x', 'a.b.c', `${good}x`]) {
      expectProblem(await tried(text), 401, 'Unauthorized');
    }
  });

  it('requires exactly the scope of the route', async () => {
    const reader = await clientOf('ines', 'liaison/read');
    const writer = await clientOf('ines', 'liaison/write');
    const administrator = await clientOf('ines', 'liaison/admin');
    expect((await reader('GET', '/v1/record-types')).status).toBe(200);
    expectProblem(await reader('PUT', '/v1/records/x/y', { name: 'x' }), 403, 'Forbidden');
    expectProblem(await writer('GET', '/v1/record-types'), 403, 'Forbidden');
    expectProblem(
      await writer('PUT', '/v1/record-types/x', { displayName: 'X' }),
      403,
      'Forbidden',
    );
    expectProblem(await administrator('POST', '/v1/connections', {}), 403, 'Forbidden');
  });
});

describe('a request that cannot be read', () => {
  beforeAll(() => setUp('unreadable'));

  it.each([
    ['malformed JSON', '{"record1":', {}, 400, 'ValidationFailed'],
    ['no JSON object', '[1]', {}, 400, 'ValidationFailed'],
    ['an empty body', '', {}, 400, 'ValidationFailed'],
    ['no content type', '{}', { 'content-type': '' }, 415, 'UnsupportedMediaType'],
    ['another content type', 'a=1', { 'content-type': 'text/plain' }, 415, 'UnsupportedMediaType'],
    ['too large a body', `{"x":"${'x'.repeat(1_048_576)}"}`, {}, 413, 'PayloadTooLarge'],
    ['deep nesting', '['.repeat(200_000), {}, 400, 'ValidationFailed'],
    [
      'another charset',
      '{}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'UnsupportedMediaType',
    ],
    [
      'a merge patch where none is made',
      '{}',
      { 'content-type': 'application/merge-patch+json' },
      415,
      'UnsupportedMediaType',
    ],
  ])('%s', async (_, body, headers, status, code) => {
    expectProblem(await call('POST', '/v1/connections', body, headers), status, code);
  });

  it('names every invalid field by its path', async () => {
    const reply = await call('POST', '/v1/connections', {
      record1: { type: 'Account', id: 'a', extra: 1 },
      record2: { type: 'account' },
      effectiveStart: '2026-02-30',
      colour: 'red',
    });
    expectProblem(reply, 400, 'ValidationFailed');
    expect(reply.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'colour',
      'effectiveStart',
      'record1.extra',
      'record1.type',
      'record2.id',
    ]);
  });

  it.each([
    ['/v1/record-types?colour=red', 'colour'],
    ['/v1/record-types?__proto__=x', '__proto__'],
    ['/v1/record-types?limit=0', 'limit'],
    ['/v1/record-types?limit=101', 'limit'],
    ['/v1/record-types?limit=1.5', 'limit'],
    ['/v1/record-types?limit=1&limit=2', 'limit'],
    ['/v1/record-types?limit=1e1', 'limit'],
    ['/v1/records/unreadable/a/connections?ownerId=a&ownerId=b', 'ownerId'],
    ['/v1/records/unreadable/a/connections?category=%FF', 'category'],
    ['/v1/records/unreadable/a%0A/connections', 'id'],
    ['/v1/records/unreadable/a/connections?state=gone', 'state'],
    ['/v1/records/unreadable/a/connections?activeOn=2026-13-01', 'activeOn'],
    ['/v1/records/unreadable/a/connections?connectedId=b', 'connectedId'],
    ['/v1/records/unreadable/%2Detc/connections', 'id'],
    ['/v1/connections/42', 'id'],
  ])('%s is refused at %s', async (path, field) => {
    const reply = await call('GET', path);
    expectProblem(reply, 400, 'ValidationFailed');
    expect(reply.body.errors[0].path).toBe(field);
  });

  it('says what is missing, unknown or wrong in plain words', async () => {
    const { body } = await call('POST', '/v1/connections', { record1: 7, state: 'x', colour: 1 });
    expect(body.errors).toEqual([
      { path: 'record1', message: 'must be an object; found 7' },
      { path: 'record2', message: 'is missing' },
      { path: 'state', message: 'must be one of active, inactive; found "x"' },
      { path: 'colour', message: 'is not a known field' },
    ]);
    const query = await call('GET', '/v1/record-types?colour=red');
    expect(query.body.detail).toBe('colour: is not a known query parameter');
  });

  it('that is not UTF-8 is refused; U+FFFD in UTF-8 is a character like any other', async () => {
    const token = await tokenFor('ines');
    const put = async (id: string, body: Buffer) => {
      const response = await fetch(`${(await service()).url}/v1/records/unreadable/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body as unknown as BodyInit,
      });
      return (await response.json()) as { status?: number; detail?: string; name?: string };
    };
    const latin = await put('z', Buffer.from('{"name":"caf\xe9"}', 'latin1'));
    expect([latin.status, latin.detail]).toEqual([400, 'the body is not UTF-8']);
    expect((await call('GET', '/v1/records/unreadable/z')).status).toBe(404);
    const replaced = await put('replaced', Buffer.from('{"name":"caf\ufffd"}'));
    expect(replaced.name).toBe('caf\ufffd');
  });

  it('is refused with everything that is wrong, rules included', async () => {
    const text =
      '{"name":"\\ud800","attributes":{"a":12345678901234567890,"b":1e-400,"a":0},"version":7}';
    const { body } = await call('PUT', '/v1/records/ghost/z', text);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'name',
      'attributes.a',
      'attributes.b',
      'type',
      'version',
    ]);
    expect(body.errors[1].message).toBe(
      'the number 12345678901234567890 cannot be kept exactly; send it as text: "12345678901234567890"',
    );
  });

  it('changes nothing', async () => {
    const list = await call('GET', '/v1/records/unreadable/a/connections');
    expect(list.body).toEqual({ items: [] });
  });

  it('may have unusual but valid attributes, stored unchanged; those that cannot be stored are refused', async () => {
    const attributes = {
      big: 1e300,
      long: 12345678901234568,
      '': '\ufffd',
      __proto__x: [null, {}],
    };
    const text = `{"name":"odd","attributes":${JSON.stringify(attributes).replace('__proto__x', '__proto__')}}`;
    expect((await call('PUT', '/v1/records/unreadable/odd', text)).status).toBe(201);
    const kept = await call('GET', '/v1/records/unreadable/odd');
    expect(JSON.stringify(kept.body.attributes)).toBe(JSON.stringify(JSON.parse(text).attributes));
    const deep = `{"name":"x","attributes":{"a":${'['.repeat(5000)}${']'.repeat(5000)}}}`;
    expectProblem(await call('PUT', '/v1/records/unreadable/z', deep), 400, 'ValidationFailed');
    for (const body of [
      { name: 'x', attributes: { a: 'x'.repeat(100_001) } },
      { name: 'lone \ud800 surrogate' },
      { name: '   ' },
      { name: '' },
      { name: 'x'.repeat(501) },
    ]) {
      const reply = await call('PUT', '/v1/records/unreadable/z', body);
      expectProblem(reply, 400, 'ValidationFailed');
    }
    expect((await call('GET', '/v1/records/unreadable/z')).status).toBe(404);
  });
});

describe('an unknown path or method', () => {
  it('is answered 404, or 405 with the allowed methods', async () => {
    expectProblem(await call('GET', '/v1/nothing'), 404, 'NotFound');
    const reply = await call('PUT', '/v1/connections', {});
    expectProblem(reply, 405, 'MethodNotAllowed');
    expect(reply.headers.get('allow')).toBe('GET, POST');
    expect((await call('PUT', '/v1/connections/batch', {})).headers.get('allow')).toBe('POST');
    const head = await call('HEAD', '/v1/record-types/x');
    expect([head.status, head.headers.get('allow'), head.body]).toEqual([
      405,
      'GET, PUT, DELETE',
      '',
    ]);
    expect((await call('POST', '/health')).headers.get('allow')).toBe('GET, HEAD');
    for (const path of [
      '/v1/record-types/ghost',
      '/v1/records/ghost/x',
      '/v1/records/ghost',
      '/v1/records/unreadable/nobody/connections',
      '/v1/connection-roles/ghost',
      '/v1/connection-roles/ghost/matching-roles',
      '/v1/connections/0190a1b2-0000-7000-8000-000000000001',
    ]) {
      expectProblem(await call('GET', path), 404, 'NotFound');
    }
  });
});

describe('pages', () => {
  beforeAll(() => setUp('paged'));

  it('contain each item once, in order, at any page size; the last has no cursor', async () => {
    for (const limit of [1, 2, 5, 100]) {
      const records = await walk(call, '/v1/records/paged', limit);
      expect(records.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    }
    const byName = await call('GET', '/v1/records/paged?namePrefix=PAGED%20C');
    expect(byName.body.items.map(({ id }: { id: string }) => id)).toEqual(['c']);
  });

  it('refuse a cursor that was modified or belongs to another query', async () => {
    const { body } = await call('GET', '/v1/records/paged?limit=1');
    const cursor: string = body.nextCursor;
    expect((await call('GET', `/v1/records/paged?cursor=${cursor}`)).status).toBe(200);
    const at = cursor.length - 3;
    const changed = cursor.slice(0, at) + (cursor[at] === 'A' ? 'B' : 'A') + cursor.slice(at + 1);
    for (const path of [
      `/v1/records/paged?cursor=${changed}`,
      `/v1/records/paged?namePrefix=p&cursor=${cursor}`,
      `/v1/records/unreadable?cursor=${cursor}`,
      `/v1/record-types?cursor=${cursor}`,
      '/v1/records/paged?cursor=e30',
    ]) {
      const reply = await call('GET', path);
      expectProblem(reply, 400, 'ValidationFailed');
      expect(reply.body.errors[0].path).toBe('cursor');
    }
  });
});

describe('entity tags', () => {
  beforeAll(() => setUp('tagged'));

  it('change with the record, and If-Match accepts only the latest', async () => {
    const put = (name: string, ifMatch?: string) =>
      call('PUT', '/v1/records/tagged/x', { name }, ifMatch ? { 'if-match': ifMatch } : {});
    expectProblem(await put('x', '*'), 412, 'PreconditionFailed');
    const first = await put('one');
    expect([first.status, first.headers.get('etag')]).toEqual([201, '"1"']);
    const second = await put('two', '"1"');
    expect([second.status, second.headers.get('etag')]).toEqual([200, '"2"']);
    expectProblem(await put('three', '"1"'), 412, 'PreconditionFailed');
    expectProblem(await put('three', 'W/"2"'), 412, 'PreconditionFailed');
    expectProblem(await put('three', '2'), 400, 'ValidationFailed');
    expect((await call('GET', '/v1/records/tagged/x')).body.name).toBe('two');
    const onlyNew = { 'if-none-match': '*' };
    const replaced = await call('PUT', '/v1/records/tagged/x', { name: 'new' }, onlyNew);
    expectProblem(replaced, 412, 'PreconditionFailed');
    expect((await call('PUT', '/v1/records/tagged/y', { name: 'y' }, onlyNew)).status).toBe(201);
    expect((await put('three', '"7", "2"')).status).toBe(200);
    const gone = (tag: string) =>
      call('DELETE', '/v1/records/tagged/x', undefined, { 'if-match': tag });
    expectProblem(await gone('"2"'), 412, 'PreconditionFailed');
    expect((await gone('"3"')).status).toBe(202);
  });
});

describe('conditional headers', () => {
  beforeAll(() => setUp('conditional'));
  const type = '/v1/record-types/conditional';

  it('of record types: ETag, If-Match and If-None-Match', async () => {
    const { headers, body } = await call('GET', type);
    expect([headers.get('etag'), body.version]).toEqual(['"1"', 1]);
    const put = (displayName: string, conditions = {}) =>
      call('PUT', type, { displayName, connectionsEnabled: true }, conditions);
    expectProblem(await put('x', { 'if-match': '"2"' }), 412, 'PreconditionFailed');
    expectProblem(await put('x', { 'if-none-match': '*' }), 412, 'PreconditionFailed');
    const changed = await put('Changed', { 'if-match': '"1"' });
    expect([changed.status, changed.headers.get('etag'), changed.body.version]).toEqual([
      200,
      '"2"',
      2,
    ]);
    expect((await put('Changed')).headers.get('etag')).toBe('"2"');
    const only = { 'if-none-match': '*' };
    const other = await call('PUT', '/v1/record-types/only', { displayName: 'Only' }, only);
    expect([other.status, other.headers.get('etag')]).toEqual([201, '"1"']);
    const remove = (tag: string) =>
      call('DELETE', '/v1/record-types/only', undefined, { 'if-match': tag });
    expectProblem(await remove('"7"'), 412, 'PreconditionFailed');
    expect((await call('GET', '/v1/record-types/only')).status).toBe(200);
    expect((await remove('"1"')).status).toBe(204);
  });

  it('let a PUT create only: of concurrent ones exactly one creates', async () => {
    const only = { 'if-none-match': '*' };
    for (const [path, body] of [
      ['/v1/records/conditional/fresh', { name: 'Fresh' }],
      ['/v1/record-types/fresh', { displayName: 'Fresh' }],
      ['/v1/connection-roles/fresh', { name: 'Fresh' }],
    ] as const) {
      const replies = await Promise.all(
        Array.from({ length: 5 }, (_, n) =>
          call('PUT', path, { ...body, ...('name' in body && { name: `Fresh ${n}` }) }, only),
        ),
      );
      expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 412, 412, 412, 412]);
      const winner = replies.find(({ status }) => status === 201);
      expect((await call('GET', path)).body).toEqual(winner?.body);
    }
  });

  it('of a single resource that the caller has already: 304, without a body', async () => {
    const role = { id: 'conditional-role', name: 'Conditional' };
    await call('POST', '/v1/connection-roles', role);
    const made = await call('POST', '/v1/connections', {
      record1: { type: 'conditional', id: 'a' },
      record2: { type: 'conditional', id: 'b' },
    });
    for (const path of [
      type,
      '/v1/records/conditional/a',
      '/v1/connection-roles/conditional-role',
      `/v1/connections/${made.body.id}`,
    ]) {
      const etag = (await call('GET', path)).headers.get('etag') ?? '';
      const same = await call('GET', path, undefined, { 'if-none-match': `"0", ${etag}` });
      expect([same.status, same.body, same.headers.get('etag')]).toEqual([304, '', etag]);
      expectHeaders(same);
      const other = await call('GET', path, undefined, { 'if-none-match': '"0"' });
      expect([other.status, other.headers.get('etag')]).toEqual([200, etag]);
    }
  });

  it('that a route does not support are refused, and nothing is written', async () => {
    const refused = async (method: string, path: string, name: string, value = '"1"') => {
      const reply = await call(method, path, method === 'GET' ? undefined : {}, { [name]: value });
      expectProblem(reply, 400, 'ValidationFailed');
      expect(reply.body.errors[0].path.toLowerCase()).toBe(name);
    };
    await refused('GET', '/v1/record-types', 'if-none-match');
    await refused('GET', type, 'if-match');
    await refused('POST', '/v1/connections', 'if-match');
    await refused('GET', type, 'if-modified-since', 'Sat, 29 Oct 1994 19:43:31 GMT');
    await refused('DELETE', type, 'if-unmodified-since', 'Sat, 29 Oct 1994 19:43:31 GMT');
    await refused('DELETE', '/v1/records/conditional/a', 'if-none-match', '*');
    await refused('GET', '/health', 'if-none-match');
    expect((await call('GET', '/v1/records/conditional/a')).status).toBe(200);
  });
});

describe('compression', () => {
  const docs = (headers: Record<string, string>) => send('GET', '/docs/errors', undefined, headers);

  it('is used for large answers, if the caller accepts it', async () => {
    const zipped = await docs({ 'accept-encoding': 'gzip' });
    const plain = await docs({ 'accept-encoding': 'gzip;q=0' });
    const encodings = [zipped, plain].map(({ headers }) => [
      headers.get('content-encoding'),
      headers.get('vary'),
    ]);
    expect(encodings).toEqual([
      ['gzip', 'Accept-Encoding'],
      [null, 'Accept-Encoding'],
    ]);
    expect(zipped.body).toBe(plain.body);
    const small = await send('GET', '/health', undefined, { 'accept-encoding': 'gzip' });
    expect([small.headers.get('content-encoding'), small.headers.get('vary')]).toEqual([
      null,
      null,
    ]);
  });

  it('of a request body is refused', async () => {
    const body = gzipSync(JSON.stringify({ name: 'zipped' }));
    for (const encoding of ['gzip', 'identity']) {
      const response = await fetch(`${(await service()).url}/v1/records/conditional/zipped`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${await tokenFor('ines')}`,
          'content-type': 'application/json',
          'content-encoding': encoding,
        },
        body: encoding === 'gzip' ? new Uint8Array(body) : '{"name":"plain"}',
      });
      const { code, detail } = (await response.json()) as { code: string; detail: string };
      expect([response.status, code, detail]).toEqual([
        415,
        'UnsupportedMediaType',
        `the body has the Content-Encoding "${encoding}"; send it without one`,
      ]);
    }
    expect((await call('GET', '/v1/records/conditional/zipped')).status).toBe(404);
  });
});

describe('HEAD', () => {
  it.each(['/health', '/openapi.json', '/docs'])('%s has the headers of GET', async (path) => {
    const [head, get] = [await send('HEAD', path), await send('GET', path)];
    expect([head.status, head.body]).toEqual([200, '']);
    expectHeaders(head);
    for (const name of ['content-type', 'cache-control', 'vary', 'content-security-policy']) {
      expect(head.headers.get(name)).toBe(get.headers.get(name));
    }
  });
});

describe('an idempotency key', () => {
  beforeAll(() => setUp('keyed'));
  const body = (id: string) => ({
    record1: { type: 'keyed', id: 'a' },
    record2: { type: 'keyed', id },
  });
  const key = (text: string) => ({ 'idempotency-key': text });

  it('returns the first answer again and creates nothing new', async () => {
    const first = await call('POST', '/v1/connections', body('b'), key('k1'));
    const again = await call('POST', '/v1/connections', body('b'), key('k1'));
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expectHeaders(again);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([again.status, again.body, again.headers.get('location')]).toEqual([
      201,
      first.body,
      first.headers.get('location'),
    ]);
    expect((await walk(call, '/v1/records/keyed/a/connections', 100)).length).toBe(1);
  });

  it('is refused for another body or another route, but is free for another caller', async () => {
    await call('POST', '/v1/connections', body('c'), key('k2'));
    const other = await call('POST', '/v1/connections', body('d'), key('k2'));
    expectProblem(other, 409, 'IdempotencyKeyReused');
    const batch = await call('POST', '/v1/connections/batch', { items: [body('c')] }, key('k2'));
    expectProblem(batch, 409, 'IdempotencyKeyReused');
    const mateo = await clientOf('mateo');
    const his = await mateo('POST', '/v1/connections', body('e'), key('k2'));
    expect([his.status, his.body.createdBy]).toEqual([201, 'mateo']);
  });

  it('creates one connection from a hundred concurrent requests', async () => {
    const fresh = { record1: { type: 'keyed', id: 'b' }, record2: { type: 'keyed', id: 'c' } };
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => call('POST', '/v1/connections', fresh, key('k3'))),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body: { id } }) => id)).size).toBe(1);
    const first = replies.filter(({ headers }) => headers.get('idempotent-replayed') !== 'true');
    expect(first).toHaveLength(1);
  });

  it('stores no refusal: a request that is repeated with its key is evaluated again', async () => {
    const missing = body('later');
    const refused = await call('POST', '/v1/connections', missing, key('k4'));
    expectProblem(refused, 400, 'ConnectionObjectsMissing');
    const batch = { items: [missing] };
    const none = await call('POST', '/v1/connections/batch', batch, key('k5'));
    expect(none.body.counts).toMatchObject({ created: 0, invalid: 1 });
    await call('PUT', '/v1/records/keyed/later', { name: 'later' });
    const made = await call('POST', '/v1/connections', missing, key('k4'));
    expect([made.status, made.headers.get('idempotent-replayed')]).toEqual([201, null]);
    // Nothing was written under the key of the batch, so it is free for another body, too.
    expect((await call('POST', '/v1/connections', {}, key('k5'))).status).toBe(400);
    const exists = await call('POST', '/v1/connections', missing, key('k5'));
    expectProblem(exists, 409, 'ConnectionExists');
    expect(exists.body).toMatchObject({ existingId: made.body.id, existingState: 'active' });
    await call('DELETE', `/v1/connections/${made.body.id}`);
    const again = await call('POST', '/v1/connections/batch', batch, key('k5'));
    expect(again.body.counts).toMatchObject({ created: 1, invalid: 0 });
  });

  it('that is too long is refused with the other faults of the request', async () => {
    const wrong = { ...body('f'), record1RoleId: 7 };
    const reply = await call('POST', '/v1/connections', wrong, key('k'.repeat(256)));
    expectProblem(reply, 400, 'ValidationFailed');
    expect(reply.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'Idempotency-Key',
      'record1RoleId',
    ]);
  });

  it('works for batches, roles and activation, and has 1 to 255 characters', async () => {
    const items = [body('d'), body('nobody')];
    const first = await call('POST', '/v1/connections/batch', { items }, key('k6'));
    expect(first.body.counts).toEqual({ created: 1, identical: 0, duplicate: 0, invalid: 1 });
    const again = await call('POST', '/v1/connections/batch', { items }, key('k6'));
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const role = { id: 'keyed-role', name: 'Keyed' };
    const made = await call('POST', '/v1/connection-roles', role, key('k7'));
    expect((await call('POST', '/v1/connection-roles', role, key('k7'))).body).toEqual(made.body);
    const id = first.body.results[0].connection.id;
    const off = await call('POST', `/v1/connections/${id}/deactivate`, undefined, key('k8'));
    await call('POST', `/v1/connections/${id}/activate`);
    const offAgain = await call('POST', `/v1/connections/${id}/deactivate`, undefined, key('k8'));
    expect(offAgain.body).toEqual(off.body);
    const long = await call('POST', '/v1/connections', body('e'), key('k'.repeat(256)));
    expectProblem(long, 400, 'ValidationFailed');
  });
});

describe('an idempotency key of a full batch', () => {
  it('stores an answer that is larger than an item of the table may be', async () => {
    await call('PUT', '/v1/record-types/wide', { displayName: 'Wide', connectionsEnabled: true });
    const names = Array.from({ length: 101 }, (_, n) => `w${n}`);
    for (const some of [names.slice(0, 60), names.slice(60)]) {
      const records = some.map((id) => ({ type: 'wide', id, name: id }));
      await call('POST', '/v1/records/batch', { items: records });
    }
    // Random, so that compression does not make it smaller.
    let seed = 7;
    const letter = () => {
      seed = (seed * 48271) % 2147483647;
      return String.fromCharCode(0x4e00 + (seed % 20000));
    };
    const items = names.slice(1).map((id) => ({
      record1: { type: 'wide', id: 'w0' },
      record2: { type: 'wide', id },
      description: Array.from({ length: 2000 }, letter).join(''),
    }));
    const key = { 'idempotency-key': 'wide' };
    const first = await call('POST', '/v1/connections/batch', { items }, key);
    expect(first.body.counts).toEqual({ created: 100, identical: 0, duplicate: 0, invalid: 0 });
    const again = await call('POST', '/v1/connections/batch', { items }, key);
    expect(again.body).toEqual(first.body);
  });

  it('used concurrently for two different bodies serves one and refuses the other', async () => {
    const body = (n: number) => ({
      record1: { type: 'wide', id: 'w1' },
      record2: { type: 'wide', id: `w${n}` },
    });
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call('POST', '/v1/connections', body(2 + (n % 2)), { 'idempotency-key': 'two' }),
      ),
    );
    const codes = new Set(replies.map((reply) => reply.body.code ?? reply.status));
    expect(codes).toEqual(new Set([201, 'IdempotencyKeyReused']));
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 with every route, its scope and its errors', async () => {
    const { body } = await send('GET', '/openapi.json');
    expect(body.openapi).toMatch(/^3\.1/);
    for (const [name, { method, path, scope, page }] of Object.entries<Route>(routes)) {
      const operation = body.paths[path]?.[method.toLowerCase()];
      expect(operation === undefined).toBe(page === true);
      if (page) continue;
      expect(operation.operationId).toBe(name);
      expect(operation.security).toEqual(scope === null ? [] : [{ token: [scope] }]);
    }
    const create = body.paths['/v1/connections'].post;
    expect(create.responses['400'].description).toContain('UnrelatedConnectionRoles');
    expect(create.parameters).toContainEqual(
      expect.objectContaining({ name: 'Idempotency-Key', in: 'header' }),
    );
  });

  it('has a page for readers, and the service reports that it is healthy', async () => {
    const page = await send('GET', '/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('UnrelatedConnectionRoles');
    expectHeaders(page);
    const operation = await send('GET', '/docs/createConnection');
    for (const text of ['/v1/connections', 'UnrelatedConnectionRoles', 'Idempotency-Key']) {
      expect(operation.body).toContain(text);
    }
    const health = await send('GET', '/health');
    expect(health.body).toEqual({ status: 'ok' });
    expectHeaders(health);
  });

  it('has the same headers on a refusal', async () => {
    const unknown = await call('GET', '/v1/records/nothing/x');
    expectProblem(unknown, 404, 'NotFound');
    expectHeaders(unknown);
  });
});
