// What an import does when requests are refused, fail, or get no answer.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../shared/client/create-client.ts';
import { withValue } from '../../shared/import/import-lines.ts';
import type { Outcome } from '../../shared/import/import-outcomes.ts';
import { ImportSender } from '../../shared/import/import-sender.ts';
import { Patience } from '../../shared/import/patience.ts';

interface Item {
  readonly id: string;
  readonly is?: 'refused' | 'huge' | 'poison' | 'busy' | 'unauthorized';
}

const problem = (status: number, code: string, extras: object = {}) =>
  Response.json({ code, status, detail: 'a reason', ...extras }, { status });

/** A sender, and the ids of the items of each request that it sent. */
function senderOf(
  answer: (items: readonly Item[], attempt: number) => Response | Error,
  limit?: number,
  read: () => Response = () => Response.json({ items: [] }),
) {
  const sent: string[] = [];
  const keys: string[] = [];
  const waits: string[] = [];
  const client = createClient({
    url: 'https://liaison.example',
    token: 't',
    async fetch(url, init) {
      if (init?.method === 'GET') return read();
      const { body, headers } = init as unknown as { body: string; headers: object };
      const { items } = JSON.parse(body) as { items: Item[] };
      expect(String(url)).toMatch(/\/v1\/records\/batch\?mode=create$/);
      sent.push(items.map(({ id }) => id).join(''));
      keys.push(Object(headers)['idempotency-key']);
      const answered = answer(items, sent.length);
      if (answered instanceof Error) throw answered;
      return answered;
    },
  });
  const patience = new Patience(({ code }) => waits.push(code), limit);
  const sender = new ImportSender(client, patience);
  const send = async (...items: Item[]) => {
    const lines = items.map((item, at) => {
      const line = { line: at + 1, start: 0, end: 0, text: JSON.stringify(item) };
      return withValue(line, { ...item });
    });
    const outcomes: Outcome[] = [];
    await sender.sendBatch('batchRecords', lines, (_, one) => outcomes.push(one));
    return outcomes.map(({ line, status, fault }) => [line, fault?.code ?? status]);
  };
  return { send, sent, keys, waits };
}

const all = (items: readonly Item[], status: (item: Item) => object = () => ({})) =>
  Response.json({
    results: items.map((item, index) => ({ index, status: 'created', ...status(item) })),
  });
const has = (items: readonly Item[], what: Item['is']) => items.some(({ is }) => is === what);

// Waits are random from 0 to a bound; these tests do not wait.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a request that is refused as a whole', () => {
  it('is split until the line at fault is found, in the order of the lines', async () => {
    const refusal = { errors: [{ path: 'items[0].name', message: 'is wrong' }] };
    const { send, sent } = senderOf((items) =>
      has(items, 'refused') ? problem(400, 'ValidationFailed', refusal) : all(items),
    );
    expect(await send({ id: 'a' }, { id: 'b' }, { id: 'c', is: 'refused' }, { id: 'd' })).toEqual([
      [1, 'created'],
      [2, 'created'],
      [3, 'ValidationFailed'],
      [4, 'created'],
    ]);
    expect(sent).toEqual(['abcd', 'ab', 'cd', 'c', 'd']);
  });

  it('has its fault at the field of the line', async () => {
    const errors = [{ path: 'items[0].name', message: 'is wrong' }];
    const client = createClient({
      url: 'https://liaison.example',
      fetch: async () => problem(400, 'ValidationFailed', { detail: 'items[0].name: no', errors }),
    });
    const sender = new ImportSender(client, new Patience(() => {}));
    const line = { line: 1, start: 0, end: 9, text: '{"name":7}' };
    const settle = vi.fn();
    await sender.sendBatch('batchRecords', [withValue(line, { name: 7 })], settle);
    expect(settle.mock.calls[0]?.[1].fault).toEqual({
      code: 'ValidationFailed',
      detail: 'name: no',
      errors: [{ path: 'name', message: 'is wrong', found: '7' }],
    });
  });

  it('may be refused by a gateway, without a code', async () => {
    const { send } = senderOf((items) =>
      has(items, 'huge') ? new Response('Request Too Long', { status: 413 }) : all(items),
    );
    expect(await send({ id: 'a', is: 'huge' }, { id: 'b' })).toEqual([
      [1, 'PayloadTooLarge'],
      [2, 'created'],
    ]);
  });

  it('is not split if no line can be at fault', async () => {
    const { send, sent } = senderOf(() => problem(401, 'Unauthorized'));
    await expect(send({ id: 'a' }, { id: 'b' })).rejects.toMatchObject({ status: 401 });
    expect(sent).toEqual(['ab']);
  });
});

describe('a line that makes the service fail', () => {
  it('is found, and does not stop the others', async () => {
    const { send, sent, keys } = senderOf((items) =>
      has(items, 'poison') ? problem(500, 'InternalError') : all(items),
    );
    expect(await send({ id: 'a', is: 'poison' }, { id: 'b' })).toEqual([
      [1, 'InternalError'],
      [2, 'created'],
    ]);
    expect(sent).toEqual(['ab', 'ab', 'ab', 'a', 'a', 'a', 'b']);
    // What was done before the failure is not done twice.
    expect(new Set(keys).size).toBe(3);
  });

  it('is not at fault if the service fails at everything for a time', async () => {
    const { send, sent } = senderOf(
      (items, attempt) => (attempt < 8 ? problem(500, 'InternalError') : all(items)),
      undefined,
      () => problem(500, 'InternalError'),
    );
    expect(await send({ id: 'a' })).toEqual([[1, 'created']]);
    expect(sent).toHaveLength(8);
  });

  it('is not sent again with the lines that had an outcome before the failure', async () => {
    const busy = { status: 'invalid', problem: { code: 'Busy', detail: 'busy' } };
    const { send, sent } = senderOf((items, attempt) =>
      attempt === 1
        ? all(items, ({ is }) => (is === 'poison' ? busy : {}))
        : problem(500, 'InternalError'),
    );
    expect(await send({ id: 'a' }, { id: 'b', is: 'poison' })).toEqual([
      [1, 'created'],
      [2, 'InternalError'],
    ]);
    expect(sent).toEqual(['ab', 'b', 'b', 'b']);
  });

  it('stops the import if everything fails for too long', async () => {
    const { send, sent } = senderOf(() => problem(500, 'InternalError'), 0);
    await expect(send({ id: 'a' }, { id: 'b' })).rejects.toMatchObject({ status: 500 });
    expect(sent).toEqual(['ab']);
  });
});

describe('patience', () => {
  it('repeats a request as long as it takes, with the same key', async () => {
    const answers = [
      new TypeError('fetch failed'),
      problem(503, 'Busy', {
        detail: 'the first request with this Idempotency-Key is still running',
      }),
      problem(429, 'TooManyRequests'),
      new Response('<html>', { status: 504 }),
    ];
    const many = Array.from({ length: 20 }, (_, at) => answers[at % 4] as Response | Error);
    const { send, keys, waits } = senderOf((items, attempt) => {
      const one = many[attempt - 1] ?? all(items);
      return one instanceof Response ? one.clone() : one;
    });
    expect(await send({ id: 'a' })).toEqual([[1, 'created']]);
    expect(keys).toHaveLength(21);
    expect(new Set(keys).size).toBe(1);
    expect(waits.slice(0, 4)).toEqual(['Unreachable', 'Busy', 'TooManyRequests', 'Unanswered']);
  });

  it('ends when nothing has succeeded for too long', async () => {
    const { send, sent } = senderOf(() => new TypeError('fetch failed'), 0);
    await expect(send({ id: 'a' })).rejects.toMatchObject({ code: 'Unreachable' });
    expect(sent).toHaveLength(1);
  });

  it('begins again with each success', () => {
    const now = vi.spyOn(performance, 'now');
    const at = (ms: number) => now.mockReturnValue(ms);
    const patience = new Patience(() => {}, 1000);
    const problem = Object.create(null);
    at(5000);
    expect(patience.mayRetry(problem)).toBe(true);
    at(5999);
    expect(patience.mayRetry(problem)).toBe(true);
    patience.succeeded();
    at(6500);
    expect(patience.mayRetry(problem)).toBe(true);
    at(7500);
    expect(patience.mayRetry(problem)).toBe(false);
  });
});

it('lines for which the service was busy are sent again, alone', async () => {
  const busy = { status: 'invalid', problem: { code: 'Busy', detail: 'busy' } };
  const { send, sent, keys } = senderOf((items, attempt) =>
    all(items, ({ is }) => (is === 'busy' && attempt < 3 ? busy : {})),
  );
  expect(await send({ id: 'a' }, { id: 'b', is: 'busy' }, { id: 'c', is: 'busy' })).toEqual([
    [1, 'created'],
    [2, 'created'],
    [3, 'created'],
  ]);
  expect(sent).toEqual(['abc', 'bc', 'bc']);
  expect(new Set(keys).size).toBe(3);
});

it('does not treat a missing result as success', async () => {
  const { send } = senderOf((items) => all(items.slice(1)));
  await expect(send({ id: 'a' }, { id: 'b' })).rejects.toThrow('no result for line 2');
});
