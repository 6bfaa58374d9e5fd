// A test file's own service, which keeps its data: it can be stopped and started again with that data.
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
    /** Stops it as if it had been killed: it no longer answers. */
    stop: () => host.stop(),
    /** Starts it again at the same address, with the same data. */
    start,
  };
}
