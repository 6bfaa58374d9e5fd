// Malicious requests to every route: never a 500, never an internal name, never a slow answer, and a
// refused request changes nothing. HOSTILE_ROUNDS sets their number; a failure prints the seed that
// repeats it.
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Host } from '../../infra/local/host/host.ts';
import { clientOfHost } from '../support/api.ts';
import { effort } from '../support/effort.ts';
import { type HostileRequest, hostileRequests, targetsOf } from '../support/hostile.ts';
import { newService } from '../support/service.ts';

const rounds = Number(process.env.HOSTILE_ROUNDS ?? effort(6, 50));
/** Far more than any request needs, because two busy cores are slow. */
const boundMs = 10_000;

let host: Host;
let token: string;
let db: DynamoDBClient;
// biome-ignore lint/suspicious/noExplicitAny: the service's own description
let description: any;

beforeAll(async () => {
  host = await newService();
  token = await host.token({ sub: 'mallory' });
  db = new DynamoDBClient(host.dynamodb);
  const call = await clientOfHost(host, 'ines');
  for (const type of ['contact', 'account']) {
    await call('PUT', `/v1/record-types/${type}`, { displayName: type, connectionsEnabled: true });
    for (const id of ['a', 'b']) await call('PUT', `/v1/records/${type}/${id}`, { name: id });
  }
  await call('POST', '/v1/connection-roles', { id: 'friend', name: 'Friend', category: 'social' });
  ({ body: description } = await call('GET', '/openapi.json'));
});
afterAll(async () => {
  db.destroy();
  await host.stop();
});

/** Sends the path unchanged; `fetch` would normalize it. */
async function sent({ method, path, headers, body }: HostileRequest) {
  const began = performance.now();
  const answer = await new Promise<{ status: number; type: string; body: string }>((done, fail) => {
    const message = request(
      host.url,
      {
        method,
        path,
        headers: {
          authorization: `Bearer ${token}`,
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      },
      (response) =>
        buffer(response).then(
          (bytes) =>
            done({
              status: response.statusCode ?? 0,
              type: response.headers['content-type'] ?? '',
              // Large answers are compressed, those to refused requests, too.
              body: String(
                response.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes,
              ),
            }),
          fail,
        ),
    );
    message.on('error', fail).end(body);
  });
  return { ...answer, ms: performance.now() - began };
}

/**
 * Everything in the table except the answers stored for idempotency keys, which a refusal may add.
 * Waits first until the stream's effects of earlier requests are in it, so that none can come later.
 */
async function contents(): Promise<string> {
  await host.drained();
  const found: string[] = [];
  const [TableName] = host.tableNames;
  const page = await db.send(new ScanCommand({ TableName, ConsistentRead: true }));
  for (const item of page.Items ?? []) {
    if (!item.pk?.S?.startsWith('idempotency')) found.push(JSON.stringify(item));
  }
  expect(page.LastEvaluatedKey).toBeUndefined();
  return createHash('sha256').update(found.sort().join('\n')).digest('hex');
}

const internals =
  /node_modules|\.ts:|\bat \w+ \(|dynamodb|ValidationException|ConditionalCheck|attribute_|record#|AWS|arn:|127\.0\.0\.1:/i;

/**
 * Some of the requests miss their route, because their path belongs to none or to another one; and a GET with a body
 * is no request of which a description can speak.
 */
const undescribed = ['NotFound', 'MethodNotAllowed', 'PayloadTooLarge', 'UnsupportedMediaType'];

/** Checks what must be true of any answer, and that the description of its route lists its code. */
function expectDecent(
  { status, type, body, ms }: Awaited<ReturnType<typeof sent>>,
  described: ReadonlySet<string>,
) {
  expect(status).toBeGreaterThanOrEqual(200);
  expect(status).toBeLessThan(500);
  expect(ms).toBeLessThan(boundMs);
  // Headers or address too long: Node answers before our code runs.
  if (status < 400 || status === 431) return;
  expect(type).toBe('application/problem+json');
  const problem = JSON.parse(body);
  expect([...described, ...undescribed]).toContain(problem.code);
  expect(problem.detail).not.toBe('');
  // In our words, and short, whatever was sent.
  expect(problem.detail).not.toMatch(/Invalid input|Unrecognized|Too (big|small)|Unexpected token/);
  expect(body.length).toBeLessThan(40_000);
  // The answer may repeat the input, but must not reveal anything internal.
  const { errors: _errors, ...own } = problem;
  expect(JSON.stringify({ ...own, detail: '' })).not.toMatch(internals);
}

it('no route fails, reveals internals, or changes data with a request that it refuses', async () => {
  const targets = targetsOf(description);
  expect(targets.length).toBeGreaterThan(40);
  const tally = new Map<number, number>();
  let before = await contents();
  for (const target of targets) {
    await fc.assert(
      fc.asyncProperty(hostileRequests(description, target), async (one) => {
        const answer = await sent(one);
        tally.set(answer.status, (tally.get(answer.status) ?? 0) + 1);
        expectDecent(answer, target.codes);
        if (one.method === 'GET') return;
        if (answer.status < 400) {
          before = await contents();
        } else {
          expect(await contents()).toBe(before);
        }
      }),
      { numRuns: rounds },
    );
  }
  // Both happened: some requests were valid and applied, most were refused.
  const counted = (from: number, to: number) =>
    [...tally].reduce(
      (sum, [status, times]) => (status >= from && status < to ? sum + times : sum),
      0,
    );
  console.log(`hostile requests by status: ${JSON.stringify(Object.fromEntries(tally))}`);
  expect(counted(200, 300)).toBeGreaterThan(0);
  expect(counted(400, 500)).toBeGreaterThan(counted(200, 300));
});

/** The answer to bytes that are not a valid request, until the server closes or 2 s have passed. */
const raw = (bytes: string) =>
  new Promise<string>((done) => {
    const { hostname, port } = new URL(host.url);
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('data', (chunk) => {
      said += chunk;
    });
    // A reset while it is still sending is an answer, too.
    socket.on('error', () => {}).on('close', () => done(said));
    socket.end(bytes);
  });

it.each([
  [
    'a request smuggled with two lengths',
    'POST /v1/connections HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nhost: a\r\n\r\n',
  ],
  [
    'a header with a line feed',
    'GET /health HTTP/1.1\r\nhost: a\r\nx: a\n b\r\nbad header\r\n\r\n',
  ],
  ['an invalid address', 'GET http://[::1 HTTP/1.1\r\nhost: a\r\n\r\n'],
  ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['endless headers', `GET /health HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
])('%s is refused, and the service continues', async (_, bytes) => {
  expect(await raw(bytes)).not.toMatch(/HTTP\/1\.1 [25]\d\d|node_modules|\.ts:/);
  const answer = await sent({ method: 'GET', path: '/health', headers: {} });
  expect(answer.status).toBe(200);
});
