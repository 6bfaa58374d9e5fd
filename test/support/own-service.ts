// A service of a test file's own that keeps its data: it may be stopped, and started again as it was.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Host, startHost } from '../../infra/local/host/host.ts';
import { clientOfHost } from './api.ts';

export function serviceOfFile() {
  let dataDir: string;
  let host: Host;
  let port = 0;
  const start = async () => {
    host = await startHost({ port, dataDir, assembly: inject('assembly') });
    port = Number(new URL(host.url).port);
  };
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'liaison-own-'));
    await start();
  });
  afterAll(async () => {
    await host?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    url: () => host.url,
    clientOf: (sub: string) => clientOfHost(host, sub),
    /** As if it had been killed: it does not answer any more. */
    stop: () => host.stop(),
    /** At the same address, with the same data. */
    start,
  };
}
