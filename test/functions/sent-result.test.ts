// How a result is sent: compression by Accept-Encoding, and HEAD.
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { prefersGzip } from '../../functions/http/accept-header.ts';
import type { HttpEvent } from '../../functions/http/http-exchange.ts';
import { sentResult } from '../../functions/http/sent-result.ts';

const event = (acceptEncoding?: string, method = 'GET') =>
  ({
    headers: acceptEncoding === undefined ? {} : { 'accept-encoding': acceptEncoding },
    requestContext: { http: { method } },
  }) as unknown as HttpEvent;
const large = { statusCode: 200, headers: { vary: 'Accept' }, body: 'é'.repeat(8193) };
const small = { statusCode: 200, headers: { vary: 'Accept' }, body: 'é'.repeat(8192) };

it.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['x-gzip', true],
  ['GZIP;Q=0.5', true],
  ['br, gzip;q=0.8, *;q=0.1', true],
  ['br', false],
  ['*', true],
  ['*;q=0', false],
  ['gzip;q=0', false],
  ['gzip;q=0, *', false],
  ['gzip;q=0.000', false],
  ['identity', false],
  ['gzip;q=0.5, identity', false],
  ['gzip;q=0.5, identity;q=0.5', true],
  ['gzip, identity;q=0', true],
  ['gzip;q=2', false],
  ['deflate, gzip;q=1.0, *;q=0.5', true],
])('Accept-Encoding: %s', (header, expected) => {
  expect(prefersGzip(header)).toBe(expected);
});

it('more than 16 KB are compressed if the caller allows it, and vary by that', async () => {
  const zipped = await sentResult(event('gzip'), large);
  expect(zipped).toMatchObject({
    statusCode: 200,
    headers: { vary: 'Accept, Accept-Encoding', 'content-encoding': 'gzip' },
    isBase64Encoded: true,
  });
  expect(gunzipSync(Buffer.from(zipped.body ?? '', 'base64')).toString()).toBe(large.body);
  const plain = await sentResult(event(), large);
  expect(plain).toEqual({ ...large, headers: { vary: 'Accept, Accept-Encoding' } });
  expect(await sentResult(event('gzip'), small)).toEqual(small);
});

it('HEAD gets the headers of GET, without a body', async () => {
  const { body: _, ...answer } = small;
  expect(await sentResult(event('gzip', 'HEAD'), small)).toEqual(answer);
  const { body: __, ...varying } = await sentResult(event(), large);
  expect(await sentResult(event('gzip', 'HEAD'), large)).toEqual(varying);
});
