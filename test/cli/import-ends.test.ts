// However an import ends, it prints the totals so far and how to continue.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-ends-'));
  const write = (file: string, line: object) =>
    writeFile(join(folder, file), `${JSON.stringify(line)}\n`);
  await write('record-types.jsonl', { type: 'dot', displayName: 'Dot' });
  await write('records.jsonl', { type: 'dot', id: 'one', name: 'One' });
});
afterAll(() => rm(folder, { recursive: true }));

/** A service that has no record type, creates any, and does this with a batch of records. */
async function serviceThat(answerBatch: (response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const type = {
      displayName: 'Dot',
      displayCollectionName: 'Dot',
      connectionsEnabled: false,
      version: 1,
    };
    if (request.url?.startsWith('/v1/records/batch')) answerBatch(response);
    else if (request.method === 'PUT') answer(201, { type: 'dot', ...type });
    else answer(404, { code: 'NotFound', detail: 'there is none' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => server.closeAllConnections() ?? server.close(),
  };
}

function importInto(url: string, ...options: string[]) {
  const file = new URL('../../cli/liaison.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    [file, 'import', folder, '--url', url, '--token', 't', ...options],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { child, ended: ended.then(([[status], out, error]) => ({ status, out, error })) };
}

const types = 'record types: 1 created, 0 updated, 0 identical, 0 differs, 0 blocked, 0 invalid\n';
const nothing = 'records: 0 created, 0 updated, 0 identical, 0 differs, 0 blocked, 0 invalid\n';
const howTo =
  'These are the totals so far. To continue, run the same command again: lines that were imported are identical then.\n';

it.each(['SIGINT', 'SIGTERM'] as const)('after %s', async (signal) => {
  let arrived = () => {};
  const hasArrived = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const service = await serviceThat(() => arrived());
  const { child, ended } = importInto(service.url);
  await hasArrived;
  child.kill(signal);
  expect(await ended).toEqual({
    status: 130,
    out: types + nothing,
    error: `Interrupted.\n${howTo}`,
  });
  service.stop();
});

it('when the token has expired', async () => {
  const service = await serviceThat((response) => response.writeHead(401).end('{"message":"no"}'));
  const { status, out, error } = await importInto(service.url, '--json').ended;
  expect(status).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    recordTypes: { created: 1 },
    records: { created: 0 },
    ended: 'failed',
  });
  expect(error).toBe(
    `${service.url} does not accept the token: 401 Unauthorized; ` +
      `pass another one with --token or in LIAISON_TOKEN.\n${howTo}`,
  );
  service.stop();
});

it('a service that is not there is only named', async () => {
  const service = await serviceThat(() => {});
  service.stop();
  const { status, out, error } = await importInto(service.url).ended;
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(error).toMatch(/^No service answers at http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\); .*\n$/);
});
