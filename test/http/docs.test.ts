// The portal on the running service: its pages, where the `type` of a problem leads, caching, missing pages.
import { expect, it } from 'vitest';
import { clientOf, send } from '../support/api.ts';

const browser = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };

it('has a page for each link of its first page', async () => {
  const index = await send('GET', '/docs');
  const links = [...index.body.matchAll(/ href="(\/docs\/[\w-]+)"/g)].map(([, path]) => path);
  expect(new Set(links).size).toBeGreaterThan(12);
  for (const path of new Set(links)) {
    const { status, headers, body } = await send('GET', path);
    expect([path, status, headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ]);
    expect(body).toContain('<h1>');
  }
});

it('explains a problem where its type leads', async () => {
  const call = await clientOf('ines');
  const refused = await call('GET', '/v1/records/nothing/at-all');
  const [path = '', anchor] = refused.body.type.split('#');
  const page = await send('GET', path);
  expect([page.status, anchor]).toEqual([200, 'NotFound']);
  expect(page.body).toContain(' id="NotFound"');
});

it('is not sent again if it has not changed', async () => {
  const first = await send('GET', '/docs/api');
  const etag = first.headers.get('etag') ?? '';
  const again = await send('GET', '/docs/api', undefined, { 'if-none-match': etag });
  expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
  // What a 304 says replaces what the browser keeps: without its policy, the page would lose its style.
  for (const name of ['content-security-policy', 'cache-control', 'vary'])
    expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
  expect(first.headers.get('content-security-policy')).toContain('style-src');
  expect([again.headers.get('cache-control'), again.headers.get('vary')]).toEqual([
    'no-cache',
    'Accept-Encoding',
  ]);
  const other = await send('GET', '/docs/api', undefined, { 'if-none-match': '"another"' });
  expect([other.status, other.body]).toEqual([200, first.body]);
});

it('says that there is no such page, to a browser with a page', async () => {
  const page = await send('GET', '/docs/absent', undefined, browser);
  expect([page.status, page.headers.get('content-type')]).toEqual([
    404,
    'text/html; charset=utf-8',
  ]);
  expect(page.body).toContain('<h1>No such page</h1>');
  const problem = await send('GET', '/docs/absent');
  expect(problem).toMatchObject({
    status: 404,
    body: { code: 'NotFound', detail: expect.stringContaining('/docs/search') },
  });
});

it('searches, and refuses other parameters', async () => {
  const found = await send('GET', '/docs/search?q=limit+reached');
  expect(found.status).toBe(200);
  expect(found.body).toContain('href="/docs/errors#ConnectionLimitReached"');
  expect((await send('GET', '/docs/search?query=limit')).body.code).toBe('ValidationFailed');
  expect((await send('GET', `/docs/search?q=${'a'.repeat(201)}`)).status).toBe(400);
});

it('needs no token, and has HEAD for its first page only', async () => {
  expect((await send('HEAD', '/docs')).status).toBe(200);
  const head = await (await clientOf('ines'))('HEAD', '/docs/start');
  expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET']);
});
