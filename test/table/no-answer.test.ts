// A database that does not answer: the caller gets Busy, before the function's time ends.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { type RouteName, routes } from '../../shared/contracts/routes.ts';
import { patchConnection } from '../../shared/table/connections/change-connection.ts';
import { createConnection } from '../../shared/table/connections/create-connections.ts';
import { commit } from '../../shared/table/engine/commit.ts';
import { openTable, type Table } from '../../shared/table/engine/open-table.ts';
import { callTimeouts, retries, withTimeLimit } from '../../shared/table/engine/retries.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { getRecord } from '../../shared/table/records/read-records.ts';
import { ledger } from '../support/cost-ledger.ts';
import { caller, request } from '../support/fixtures.ts';
import { httpEvent, lambdaContext, type Sent } from '../support/http-event.ts';
import { capturedLines } from '../support/in-process.ts';
import { openFunctions } from '../support/open-functions.ts';
import { clinicTable } from '../support/table.ts';

const a = { type: 'contact', id: 'a' };
const lost = () => Object.assign(new Error('no answer'), { name: 'TimeoutError' });

/** A server in place of DynamoDB, which reads requests and reacts to them as told. */
async function serverThat(react: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      if (/x-amz-target: DynamoDB_/i.test(String(data))) react(socket);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  closing.push(close);
  return `http://127.0.0.1:${port}`;
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.useRealTimers();
});
afterAll(() => vi.restoreAllMocks());

/** The table of a function at this endpoint, and its attempts. Its timeouts are real, but shorter. */
function tableAt(endpoint: string): { table: Table; attempts: string[] } {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = { endpoint, region: 'us-east-1', credentials };
  const table = openTable('nowhere', 1, { client, pause: async () => {} });
  const transport = transportOf(table);
  transport.updateHttpClientConfig('requestTimeout', 40);
  transport.updateHttpClientConfig('socketTimeout', 40);
  const attempts: string[] = [];
  table.db.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        attempts.push(String(commandName));
        return next(args);
      },
    { step: 'finalizeRequest', priority: 'low', name: 'attempts' },
  );
  return { table, attempts };
}

/** The part of the SDK that connects; its type shows only what all transports have. */
const transportOf = ({ db }: Table) =>
  db.config.requestHandler as unknown as {
    updateHttpClientConfig(name: string, value: unknown): void;
    httpHandlerConfigs(): object;
  };

const partOfAnswer = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\n';

describe.each<[string, (socket: Socket) => void]>([
  ['accepts connections and never answers', () => {}],
  [
    'stops in the middle of an answer',
    (socket) => socket.write(`${partOfAnswer}content-length: 99\r\n\r\n{"It`),
  ],
  ['closes each connection', (socket) => socket.destroy()],
  [
    'closes it in the middle of an answer',
    (socket) => socket.end(`${partOfAnswer}content-length: 99\r\n\r\n{"It`),
  ],
])('an endpoint that %s', (_, react) => {
  it('is asked for a read several times, which then ends as Busy with nothing written', async () => {
    const { table, attempts } = tableAt(await serverThat(react));
    await expect(getRecord(table, a)).rejects.toMatchObject({
      code: 'Busy',
      message: expect.stringContaining('nothing was written'),
    });
    expect(attempts).toEqual(Array(retries.read.attempts).fill('GetItemCommand'));
  });

  it('is asked for a transaction several times, which ends as Busy: it may be written', async () => {
    const { table, attempts } = tableAt(await serverThat(react));
    const put = { put: { pk: 'a', sk: 'b' } };
    await expect(commit(table, [put])).rejects.toMatchObject({
      code: 'Busy',
      message: expect.stringContaining('may or may not be written'),
    });
    expect(attempts).toEqual(Array(retries.commit.attempts).fill('TransactWriteItemsCommand'));
  });
});

describe('the time limits', () => {
  it('are those of the client', async () => {
    const endpoint = await serverThat((socket) => socket.destroy());
    const client = {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 't', secretAccessKey: 't' },
    };
    const table = openTable('nowhere', 1, { client, pause: async () => {} });
    await expect(getRecord(table, a)).rejects.toMatchObject({ code: 'Busy' });
    expect(transportOf(table).httpHandlerConfigs()).toMatchObject({
      connectionTimeout: callTimeouts.connect,
      requestTimeout: callTimeouts.answer,
      socketTimeout: callTimeouts.answer,
      throwOnRequestTimeout: true,
    });
  });

  it.each([
    'BatchGetItem',
    'TransactWriteItems',
  ])('end a %s that gets no answer after two attempts', async (silent) => {
    let now = 0;
    const { table } = await clinicTable({ clock: () => now, pause: async () => {} });
    let attempts = 0;
    table.db.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== `${silent}Command`) return next(args);
          attempts += 1;
          now += callTimeouts.answer;
          throw lost();
        },
      { step: 'finalizeRequest', priority: 'low', name: 'silence' },
    );
    const put = putRecords(table, [{ ...a, name: 'Ada', attributes: {} }], caller());
    await expect(put).rejects.toMatchObject({ code: 'Busy' });
    expect(attempts).toBe(2);
  });

  it('let no call begin that may outlast the function, so that a request always gets an answer', async () => {
    const { table } = await clinicTable();
    const { id } = await createConnection(
      table,
      request(['contact/a', 'friend', 'contact/b', 'friend']),
      caller(),
      () => [],
    );
    vi.useFakeTimers({ toFake: ['Date'] });
    const began = Date.now();
    let calls = 0;
    table.db.middlewareStack.add(
      (next) => async (args) => {
        calls += 1;
        vi.setSystemTime(Date.now() + callTimeouts.answer - 1);
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'slowness' },
    );
    const change = (description: string) =>
      patchConnection(table, id, { description }, caller(), { ifMatch: undefined });
    // With all its time it succeeds; with less, it stops before the write.
    await withTimeLimit(29_000, () => change('slow'));
    expect(calls).toBe(3);
    const short = withTimeLimit(14_000, () => change('slower'));
    await expect(short).rejects.toMatchObject({ code: 'Busy' });
    expect(calls).toBe(5);
    expect(Date.now() - began).toBe(5 * (callTimeouts.answer - 1));
  });
});

describe('a request while the database does not answer', () => {
  let functions: Awaited<ReturnType<typeof openFunctions>>;
  /** Handles the calls to the database; undefined passes them on. */
  let fault: ((operation: string, send: () => Promise<unknown>) => Promise<never>) | undefined;

  beforeAll(async () => {
    capturedLines();
    const { table } = await clinicTable();
    functions = await openFunctions(table.name, 4, { AWS_ENDPOINT_URL: inject('endpoint') });
    Object.assign(functions.table, { pause: async () => {} });
    functions.table.db.middlewareStack.add(
      (next, { commandName }) =>
        (args) =>
          fault ? fault(String(commandName), () => next(args)) : next(args),
      { step: 'finalizeRequest', priority: 'low', name: 'faults' },
    );
  });

  const send = async (name: RouteName, path: string, sent: Sent = {}) => {
    const route = routes[name];
    const event = httpEvent(route, path, sent);
    const answer = await functions.handlers[route.capability](event, lambdaContext());
    const body = answer.body ? JSON.parse(String(answer.body)) : undefined;
    return { status: answer.statusCode, body, headers: answer.headers ?? {} };
  };

  it('gets 503 Busy with Retry-After on every route, never 500', async () => {
    fault = async () => {
      throw lost();
    };
    const answers = new Map<string, string>();
    for (const { route, path, body, headers } of ledger) {
      if (routes[route].capability === 'service') continue;
      const filled = (text: string) =>
        text
          .replace('{next}', 'now')
          .replaceAll(/\{[\w-]+\}/g, '0190a1b2-0000-7000-8000-000000000001');
      const sent = {
        ...(body !== undefined && { body: JSON.parse(filled(JSON.stringify(body))) }),
        ...(headers && { headers }),
      };
      const answer = await send(route, filled(path), sent);
      answers.set(route, `${answer.status} ${answer.body.code} ${answer.headers['retry-after']}`);
    }
    fault = undefined;
    expect(answers.size).toBeGreaterThan(40);
    expect(new Set(answers.values())).toEqual(new Set(['503 Busy 1']));
  });

  it('is a success if its write was applied and its key leads to the stored answer', async () => {
    fault = async (operation, next) => {
      await next();
      if (operation !== 'TransactWriteItemsCommand') return next() as Promise<never>;
      throw lost();
    };
    const body = {
      record1: { type: 'contact', id: 'a' },
      record2: { type: 'contact', id: 'b' },
    };
    const unkeyed = await send('createConnection', '/v1/connections', { body });
    expect([unkeyed.status, unkeyed.body.detail]).toEqual([
      503,
      expect.stringContaining('may or may not be written'),
    ]);
    const headers = { 'idempotency-key': 'lost' };
    const keyed = { ...body, record2: { type: 'contact', id: 'c' } };
    const answer = await send('createConnection', '/v1/connections', { body: keyed, headers });
    fault = undefined;
    expect([answer.status, answer.headers['idempotent-replayed']]).toEqual([201, 'true']);
    const stored = await send('getConnection', `/v1/connections/${answer.body.id}`);
    expect(stored.body).toEqual(answer.body);
  });
});
