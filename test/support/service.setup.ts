// Starts the whole service once for all HTTP tests: engine, synthesized template, real bundles.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startHost } from '../../infra/local/host.ts';

declare module 'vitest' {
  interface ProvidedContext {
    url: string;
    dataDir: string;
  }
}

export default async function setup(project: TestProject) {
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-test-'));
  const host = await startHost({ port: 0, inMemory: true, dataDir });
  project.provide('url', host.url);
  project.provide('dataDir', dataDir);
  return async () => {
    await host.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
