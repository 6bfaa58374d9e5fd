// Starts the whole service once for all HTTP tests: engine, synthesized template, real bundles.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startHost } from '../../infra/local/host/host.ts';
import { synthesize } from '../../infra/local/host/synth.ts';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    /** For AWS's SDKs, and for `POST /_host/drained`. */
    awsEndpoint: string;
    /** Its engine, for tables of a test's own. */
    endpoint: string;
    /** Holds the issuer's key. */
    dataDir: string;
    /** The synthesized template and bundles, for services of a test's own. */
    assembly: string;
  }
}

export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-test-'));
  const assembly = join(dataDir, 'assembly');
  await synthesize(assembly);
  const host = await startHost({ port: 0, inMemory: true, dataDir, assembly });
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
