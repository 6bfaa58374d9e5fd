// Reading requests as API Gateway delivers them: bytes, texts, queries, and the faults of all parts.
import { describe, expect, it } from 'vitest';
import { readRequest } from '../../functions/http/http-request.ts';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import type { Route } from '../../shared/contracts/route-definition.ts';
import { routes } from '../../shared/contracts/routes.ts';
import type { Sent } from '../../shared/contracts/sent-input.ts';
import { httpEvent } from '../support/http-event.ts';

/** The request that these bytes make; `route` needs a body. */
function requestOf(
  bytes: Buffer | string,
  {
    route = routes.putRecord as Route,
    path = '/v1/records/contact/a',
    base64 = false,
    length = true,
  } = {},
) {
  const body = Buffer.from(bytes);
  const event = httpEvent(route, path, {
    headers: {
      'content-type': 'application/json',
      ...(length && { 'content-length': String(body.length) }),
    },
  });
  const text = base64 ? body.toString('base64') : body.toString();
  return readRequest(route, { ...event, body: text, isBase64Encoded: base64 });
}

/** What is wrong with a request: its faults, or the refusal to read it. */
function faultsOf(read: () => ReturnType<typeof readRequest>) {
  try {
    const errors = read().sent.refusal()?.extras.errors ?? [];
    return errors.map(({ path, message }) => `${path}: ${message}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.extras.errors?.map(({ path, message }) => `${path}: ${message}`) ?? error.code;
  }
}

describe('a body', () => {
  it.each([
    ['as text', false],
    ['in base64', true],
  ])('is read exactly %s, U+FFFD included', (_, base64) => {
    const name = 'caf\u00e9 \ufffd 🙂';
    const text = `{"name":${JSON.stringify(name)},"attributes":{"\\ufffd":"\\ufffd","n":1.10}}`;
    const { sent } = requestOf(text, { base64 });
    expect(sent.faults).toEqual([]);
    expect(sent.value).toEqual({ name, attributes: { '\ufffd': '\ufffd', n: 1.1 } });
  });

  it.each([
    ['Latin-1', Buffer.from('{"name":"caf\xe9"}', 'latin1')],
    [
      'Latin-1, and a valid U+FFFD',
      Buffer.concat([Buffer.from('{"name":"\ufffd'), Buffer.of(0xe9), Buffer.from('"}')]),
    ],
    [
      'a character cut after its first byte',
      Buffer.concat([Buffer.from('{"name":"'), Buffer.of(0xf0), Buffer.from('"}')]),
    ],
    [
      'a surrogate in UTF-8',
      Buffer.concat([Buffer.from('{"name":"'), Buffer.of(0xed, 0xa0, 0x80), Buffer.from('"}')]),
    ],
    [
      'an overlong form',
      Buffer.concat([Buffer.from('{"name":"'), Buffer.of(0xc0, 0x80), Buffer.from('"}')]),
    ],
  ])('that is not UTF-8 is refused: %s', (_, bytes) => {
    for (const base64 of [true, false]) {
      expect(faultsOf(() => requestOf(bytes, { base64 }))).toEqual([': is not UTF-8']);
    }
  });

  it('of unknown length may contain U+FFFD as an escape only', () => {
    expect(faultsOf(() => requestOf('{"name":"\ufffd"}', { length: false }))).toEqual([
      expect.stringContaining('send the length, or U+FFFD as \\ufffd'),
    ]);
    expect(faultsOf(() => requestOf('{"name":"\\ufffd"}', { length: false }))).toEqual([]);
  });

  it('that is not JSON is refused with the place', () => {
    expect(faultsOf(() => requestOf('{"name":}'))).toEqual([
      ': is not valid JSON: at character 9: found "}"; expected a value',
    ]);
    expect(faultsOf(() => requestOf(' '))).toEqual([': is empty; send JSON']);
  });

  it('is refused with all its faults: of the JSON, and of the schema', () => {
    const text =
      '{"name":"\\ud800","attributes":{"a":1e400,"b":{"\\u0000":[3804086584686624768]},"a":1},"colour":1,"id":7}';
    expect(faultsOf(() => requestOf(text))).toEqual([
      'name: contains U+D800 at character 1, which is half of a surrogate pair; send both halves',
      'attributes.a: the number 1e400 cannot be kept exactly; send it as text: "1e400"',
      'attributes.b["\\u0000"]: the name contains the character U+0000 at character 1; remove it',
      'attributes.b["\\u0000"][0]: the number 3804086584686624768 cannot be kept exactly; send it as text: "3804086584686624768"',
      'id: must be text; found 7',
      'colour: is not a known field',
    ]);
  });
});

describe('a batch', () => {
  const itemsOf = (text: string) => {
    const { body, sent } = requestOf(text, {
      route: routes.batchRecords,
      path: '/v1/records/batch',
    });
    expect(sent.faults).toEqual([]);
    const { items } = body as unknown as { items: readonly Sent<object>[] };
    return items.map((item) => item.faults.map(({ path }) => path));
  };

  it('has the faults of each item at the item', () => {
    const items = [
      '{"type":"contact","id":"a","name":"A","attributes":{"n":1e400}}',
      '7',
      '{"type":"contact","id":"b","name":"B"}',
      '{"type":"contact","id":"c","name":"C","id":"d"}',
      '{"type":"contact","id":"c","name":"\\udfff","colour":1}',
      '[[1e400]]',
      `{"type":"contact","id":"d","name":"D","attributes":{"a":${'['.repeat(500)}${']'.repeat(500)}}}`,
      'null',
      '1e400',
    ];
    expect(itemsOf(`{"items":[${items.join()}]}`)).toEqual([
      ['attributes.n'],
      [''],
      [],
      ['id'],
      ['name', 'colour'],
      ['[0][0]', ''],
      [expect.stringMatching(/^attributes\.a\[0]/), 'attributes'],
      [''],
      ['', ''],
    ]);
  });

  it.each([
    ['[]', ''],
    ['{}', 'items'],
    ['{"items":{}}', 'items'],
    ['{"items":[]}', 'items'],
    [`{"items":[${'1,'.repeat(100)}1]}`, 'items'],
    ['{"items":[1],"colour":1e400}', 'colour'],
    ['{"items":[1],"items":[1]}', 'items'],
  ])('%s is refused as a whole at "%s"', (text, path) => {
    const read = () =>
      requestOf(text, { route: routes.batchConnections, path: '/v1/connections/batch' });
    expect(faultsOf(read)).toEqual([expect.stringMatching(new RegExp(`^${path}: `))]);
  });
});

describe('a query', () => {
  const queryOf = (query: string) =>
    faultsOf(() => {
      const path = `/v1/records/contact/a/connections?${query}`;
      const request = readRequest(
        routes.listConnectionsOfRecord,
        httpEvent(routes.listConnectionsOfRecord, path),
      );
      return request;
    });

  it.each([
    ['ownerId=a%EF%BF%BDb', []],
    ['category=100%', []],
    ['filter=name+eq+%27a%2Bb%27&', []],
    ['ownerId=%FF', ['ownerId: is not valid percent-encoded UTF-8']],
    ['ownerId=%ED%A0%80', ['ownerId: is not valid percent-encoded UTF-8']],
    ['ownerId=Zo\u00eb', ['ownerId: is not valid percent-encoded UTF-8']],
    ['ownerId=a%00', ['ownerId: contains the character U+0000 at character 2; remove it']],
    [
      'ownerId=a&ownerId=b&limit=0&colour=1&state=x',
      [
        'ownerId: appears more than once; send it once',
        'state: must be one of active, inactive, all; found "x"',
        'limit: must be a whole number from 1 to 100; found "0"',
        'colour: is not a known query parameter',
      ],
    ],
    ['connectedId=b', ['connectedId: can only be used with connectedType; found "b"']],
    [
      'connectedId=b&colour=1',
      [
        'colour: is not a known query parameter',
        'connectedId: can only be used with connectedType; found "b"',
      ],
    ],
  ])('%s: %j', (query, faults) => {
    expect(queryOf(query)).toEqual(faults);
  });
});

it('the faults of the path, the query, the headers and the body are in one answer', () => {
  const event = httpEvent(routes.patchConnection, '/v1/connections/42?x=1', {
    body: { description: 7 },
    headers: { 'content-type': 'application/json', 'if-match': '1' },
  });
  expect(faultsOf(() => readRequest(routes.patchConnection, event))).toEqual([
    'id: must be a UUID; found "42"',
    'x: is not a known query parameter',
    expect.stringMatching(/^If-Match: must be .*; found "1"$/),
    'description: must be text; found 7',
  ]);
});

it('a token whose `sub` cannot be stored is refused', () => {
  for (const sub of ['', 'a\0', '\ud800', 'x'.repeat(257)]) {
    const event = httpEvent(routes.getRecord, '/v1/records/contact/a', { sub });
    expect(() => readRequest(routes.getRecord, event)).toThrow('the token has no valid `sub`');
  }
});
