// Starts the whole service with the sales sample once for all console tests, the built console too.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startHost } from '../../infra/local/host/host.ts';
import { seed } from '../../infra/local/host/seed.ts';
import { synthesize } from '../../infra/local/host/synth.ts';

export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-console-'));
  const assembly = join(dataDir, 'assembly');
  await synthesize(assembly);
  const host = await startHost({ port: 0, inMemory: true, dataDir, assembly });
  await seed(host, 'sales', new AbortController().signal);
  await host.drained();
  project.provide('url', host.url);
  project.provide('awsEndpoint', host.awsEndpoint);
  project.provide('endpoint', host.dynamodbEndpoint);
  project.provide('dataDir', dataDir);
  project.provide('assembly', assembly);
  return async () => {
    await host.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
