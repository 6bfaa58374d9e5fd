// Starts the whole service: one for all test files that run one after another in the same worker.
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';
import { type Host, type HostOptions, startHost } from '../../infra/local/host/host.ts';
import { sampleOf, seed } from '../../infra/local/host/seed.ts';
import { endWithSignal } from './worker-end.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The sample with which the service of the project's tests starts; set in vitest.config.ts. */
    sample: 'none' | 'sales';
  }
}

const shared = new Map<string, Promise<Host>>();

/**
 * The service that test files share, with a sample in it. The first file that requests it starts it, and
 * it ends with the worker. Files in other workers have their own service, so a test does not depend on
 * any file that runs at the same time.
 */
export function service(sample = inject('sample')): Promise<Host> {
  let host = shared.get(sample);
  if (!host) {
    host = startWith(sample);
    shared.set(sample, host);
  }
  return host;
}

async function startWith(sample: string): Promise<Host> {
  endWithSignal();
  const host = await newService();
  if (sample !== 'none') {
    const said = await seed(host, sampleOf(sample), new AbortController().signal);
    if (!said.startsWith('Loaded')) throw new Error(said);
    await host.drained();
  }
  return host;
}

let made = 0;

/** An empty service from the existing template and bundles; the caller must stop it. */
export async function newService(options: HostOptions = {}): Promise<Host> {
  const dataDir = await mkdtemp(join(inject('workDir'), 'service-'));
  made += 1;
  // With an access key of its own, so that it has its own tables in the engine.
  const dynamodb = engineAccess(inject('endpoint'), `service${process.pid}x${made}`);
  return startHost({ dynamodb, dataDir, assembly: inject('assembly'), inMemory: true, ...options });
}
