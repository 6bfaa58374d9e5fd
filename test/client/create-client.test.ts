// What the client sends, when it retries, and what it throws.

import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it, vi } from 'vitest';
import { changePages, everyChange } from '../../shared/client/change-feed.ts';
import {
  addressOf,
  type ClientOptions,
  createClient,
  delayBefore,
  everyItem,
  everyPage,
} from '../../shared/client/create-client.ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';

type Sent = { url: string; headers: Record<string, string>; method: string };

/** A client whose requests get these answers, one after the other, and what it sent. */
function clientOf(answers: (Response | Error)[], options: Partial<ClientOptions> = {}) {
  const sent: Sent[] = [];
  const client = createClient({
    url: 'https://liaison.example',
    token: 't',
    ...options,
    async fetch(url, init) {
      const { headers, method } = init as unknown as Sent;
      sent.push({ url: String(url), headers, method });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return answer ?? Response.json({});
    },
  });
  return { client, sent };
}

const problem = (status: number, code: string, headers = {}) =>
  Response.json({ code, status, detail: 'a reason', requestId: 'r-1' }, { status, headers });
const busy = () => problem(503, 'Busy');
const lost = () => new TypeError('fetch failed');

describe('createClient', () => {
  it('repeats a POST with the same idempotency key, and uses a new one for the next', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const { client, sent } = clientOf([busy(), lost(), Response.json({}, { status: 201 })]);
    const body = { record1: { type: 'a', id: '1' }, record2: { type: 'a', id: '2' } };
    await client.createConnection({ body });
    await client.createConnection({ body, idempotencyKey: 'mine' });
    const keys = sent.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([keys[0], keys[0], keys[0], 'mine']);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    vi.restoreAllMocks();
  });

  it('sends the headers that its option returns at the time, and its own over them', async () => {
    const causes = ['one', 'two'];
    const headers = () => ({ 'Liaison-Cause': causes.shift() ?? '', accept: 'text/html' });
    const { client, sent } = clientOf([busy()], { headers });
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await client.getHealth({});
    expect(sent.map((one) => one.headers)).toMatchObject([
      { 'Liaison-Cause': 'one', accept: 'application/json' },
      { 'Liaison-Cause': 'two' },
    ]);
    vi.restoreAllMocks();
  });

  it('sends U+FFFD as an escape, because a gateway may put it in place of bytes', async () => {
    let body = '';
    const fetch: typeof globalThis.fetch = async (_, init) => {
      body = String(init?.body);
      return Response.json({});
    };
    const client = createClient({ url: 'https://liaison.example', fetch });
    const record = { name: 'caf\ufffd 🙂', attributes: { '\ufffd': '\\ufffd' } };
    await client.putRecord({ params: { type: 'contact', id: 'a' }, body: record });
    expect(body).not.toContain('\ufffd');
    expect(JSON.parse(body)).toEqual(record);
  });

  it('throws the problem with its code, status and request id after the last attempt', async () => {
    const { client, sent } = clientOf([busy(), busy()], { attempts: 1 });
    const error = await client.getConnection({ params: { id: 'c' } }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(LiaisonProblem);
    expect(error).toMatchObject({ code: 'Busy', status: 503, requestId: 'r-1', isRetryable: true });
    expect(error.request).toBe('GET /v1/connections/c');
    expect(sent).toHaveLength(1);
  });

  it('repeats as long as the caller wishes, and tells the problem each time', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const told: string[] = [];
    const mayRetry = ({ code }: LiaisonProblem) => told.push(code) < 6;
    const { client, sent } = clientOf([busy(), lost(), busy(), lost(), lost(), busy(), busy()]);
    const health = client.getHealth({ attempts: 1, mayRetry });
    await expect(health).rejects.toMatchObject({ code: 'Busy' });
    expect(told).toEqual(['Busy', 'Unreachable', 'Busy', 'Unreachable', 'Unreachable', 'Busy']);
    expect(sent).toHaveLength(6);
    vi.restoreAllMocks();
  });

  it('does not repeat what the service refuses', async () => {
    const { client, sent } = clientOf([problem(404, 'NotFound')]);
    await expect(client.getConnection({ params: { id: 'c' } })).rejects.toThrow('a reason');
    expect(sent).toHaveLength(1);
  });

  it('distinguishes no answer from the answer of a gateway', async () => {
    const { client } = clientOf([lost(), new Response('<html>', { status: 502 })], { attempts: 1 });
    await expect(client.getHealth({})).rejects.toMatchObject({ code: 'Unreachable', status: 0 });
    await expect(client.getHealth({})).rejects.toMatchObject({ code: 'Unanswered', status: 502 });
  });

  it.each([
    [new TypeError('Failed to fetch'), 'Failed to fetch'],
    [new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } }), 'ECONNREFUSED'],
    [new TypeError('terminated', { cause: new Error('other side closed') }), 'other side closed'],
  ])('says where it got no answer, and why: %s', async (error, reason) => {
    const { client } = clientOf([error], { attempts: 1 });
    await expect(client.getHealth({})).rejects.toThrow(
      `no answer from https://liaison.example (${reason})`,
    );
  });

  it('says how long it waited for an answer', async () => {
    const fetch: typeof globalThis.fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      });
    const client = createClient({ url: 'https://a.example', attempts: 1, timeoutMs: 1, fetch });
    await expect(client.getHealth({})).rejects.toThrow(
      'no answer from https://a.example (none within 1 ms)',
    );
  });

  it('does not repeat what fetch refuses itself', async () => {
    const { client, sent } = clientOf([new Error('blocked')]);
    await expect(client.getHealth({})).rejects.toThrow('blocked');
    expect(sent).toHaveLength(1);
  });

  it('repeats a 401 with another token, but not with the same one', async () => {
    const tokens = ['old', 'new', 'new'];
    const getToken = vi.fn(async () => tokens.shift() as string);
    const { client, sent } = clientOf(
      [problem(401, 'Unauthorized'), problem(401, 'Unauthorized'), Response.json({})],
      { getToken },
    );
    await expect(client.getHealth({})).rejects.toMatchObject({ code: 'Unauthorized' });
    expect(sent.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    expect(getToken.mock.calls).toEqual([[0], [1], [2]]);
  });

  it('sends If-Match, and stops when it is aborted', async () => {
    const { client, sent } = clientOf([Response.json({})]);
    const params = { type: 'contact', id: 'maria' };
    await client.deleteRecord({ params, ifMatch: 3 });
    expect(sent[0]?.headers['if-match']).toBe('"3"');
    const aborted = clientOf([new DOMException('stopped', 'AbortError')]);
    const signal = AbortSignal.abort(new Error('stopped'));
    await expect(aborted.client.getHealth({ signal })).rejects.toThrow('stopped');
  });

  it('sends a dry run, whose answer has another type and is checked as one', async () => {
    const shown = { name: 'B', version: 1, dryRun: true };
    const checkAnswer = vi.fn();
    const { client, sent } = clientOf([Response.json(shown, { status: 201 })], { checkAnswer });
    const body = { record1: { type: 'a', id: '1' }, record2: { type: 'a', id: '2' } };
    const answer = await client.createConnection({ body, query: { dryRun: true } });
    const dryRun: true = answer.dryRun;
    // @ts-expect-error: nothing was written, so there is no id
    expect([dryRun, answer.name, answer.id]).toEqual([true, 'B', undefined]);
    expect(sent[0]?.url).toBe('https://liaison.example/v1/connections?dryRun=true');
    expect(checkAnswer).toHaveBeenCalledWith('createConnection', 201, shown, true);
  });

  it('walks through pages, from a cursor on', async () => {
    const page = { items: [1], nextCursor: 'd' };
    const { client, sent } = clientOf([Response.json(page), Response.json({ items: [] })]);
    const query = { limit: 1, cursor: 'c' };
    const pages: unknown[] = [];
    for await (const each of everyPage(client.listConnectionRoles, { query })) pages.push(each);
    expect(pages).toEqual([page, { items: [] }]);
    const searches = sent.map(({ url }) => new URL(url).search);
    expect(searches).toEqual(['?limit=1&cursor=c', '?limit=1&cursor=d']);
  });

  it('walks through pages of 100', async () => {
    const { client, sent } = clientOf([
      Response.json({ items: [1, 2], nextCursor: 'c' }),
      Response.json({ items: [3] }),
    ]);
    const items: unknown[] = [];
    for await (const item of everyItem(client.listConnectionRoles, {})) items.push(item);
    expect(items).toEqual([1, 2, 3]);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual([
      '?limit=100',
      '?limit=100&cursor=c',
    ]);
  });
});

describe('the feed of changes', () => {
  const pages = (...nexts: string[]) =>
    nexts.map((next, at) => ({ items: next === nexts[at - 1] ? [] : [`change ${at}`], next }));

  /** A list of changes that returns these pages, and what it was asked for. */
  function feedOf(answers: ReturnType<typeof pages>) {
    const after: (string | undefined)[] = [];
    const list = async (request: {
      query?: { after?: string | undefined };
      signal?: AbortSignal;
    }) => {
      after.push(request.query?.after);
      const page = answers.shift();
      if (!page) throw new Error('the reader asks for more than there is');
      return page;
    };
    return { list, after };
  }

  it('ends where there is nothing new', async () => {
    const { list, after } = feedOf(pages('1', '2', '2'));
    const changes: string[] = [];
    for await (const change of everyChange(list, {})) changes.push(change);
    expect(changes).toEqual(['change 0', 'change 1']);
    expect(after).toEqual([undefined, '1', '2']);
  });

  it('continues after a position, also over a page that the filters leave empty', async () => {
    const answers = [{ items: [], next: '8' }, ...pages('9', '9')];
    const { list, after } = feedOf(answers);
    const positions: string[] = [];
    for await (const { next } of changePages(list, { query: { after: '7' } })) positions.push(next);
    expect(positions).toEqual(['8', '9']);
    expect(after).toEqual(['7', '8', '9']);
  });

  it('waits for more until it is aborted', async () => {
    const { list } = feedOf(pages('1', '1', '1', '2', '2', '2'));
    const stop = new AbortController();
    const changes: string[] = [];
    const read = async () => {
      const request = { signal: stop.signal };
      for await (const change of everyChange(list, request, { pollMs: 1 })) {
        changes.push(change);
        if (changes.length === 2) stop.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect(changes).toEqual(['change 0', 'change 3']);
  });
});

describe('LiaisonProblem', () => {
  it('has, by its code, what problems of the code have', async () => {
    const body = { code: 'ConnectionExists', status: 409, detail: 'd', existingId: 'c-1' };
    const { client } = clientOf([Response.json(body, { status: 409 })]);
    const params = { id: 'c' };
    const thrown = await client.activateConnection({ params }).catch((error) => error);
    expect(thrown.is('NotFound', 'Busy')).toBe(false);
    const problem: LiaisonProblem = thrown;
    const existing: string | undefined = problem.is('NotFound', 'ConnectionExists')
      ? problem.code === 'ConnectionExists'
        ? problem.problem.existingId
        : undefined
      : undefined;
    expect(existing).toBe('c-1');
  });
});

it('is at most 10 KB, bundled and gzipped, and needs nothing of Node', async () => {
  const { outputFiles } = await build({
    entryPoints: ['shared/client/index.ts'],
    ...{ bundle: true, minify: true, write: false, format: 'esm', platform: 'browser' },
  });
  expect(gzipSync(outputFiles[0]?.contents ?? '').length).toBeLessThanOrEqual(10_000);
});

describe('addressOf', () => {
  it('fills in and escapes parameters, and leaves out what is not given', () => {
    const params = { type: 'contact', id: 'ines@fabrikon.example~1' };
    const query = { connectedType: 'account', limit: 100, cursor: undefined, roleId: '' };
    expect(addressOf('/v1/records/{type}/{id}/connections', { params, query })).toBe(
      '/v1/records/contact/ines%40fabrikon.example~1/connections?connectedType=account&limit=100',
    );
  });

  it('has no question mark without a query', () => {
    expect(addressOf('/v1/record-types', {})).toBe('/v1/record-types');
  });
});

describe('delayBefore', () => {
  it('doubles its bound up to 20 seconds', () => {
    const bounds = [1, 2, 3, 6, 7, 20].map((attempt) => delayBefore(attempt, null, 1));
    expect(bounds).toEqual([400, 800, 1600, 12_800, 20_000, 20_000]);
    expect(delayBefore(5, null, 0)).toBe(0);
  });

  it('waits as long as the service asks, a minute at the most', () => {
    expect(delayBefore(1, '3', 0)).toBe(3000);
    expect(delayBefore(1, '3600', 0)).toBe(60_000);
    expect(delayBefore(1, 'soon', 0)).toBe(0);
  });
});
