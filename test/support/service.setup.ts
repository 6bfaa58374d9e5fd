// Prepares the synthesized template with the real bundles, and a folder, for the services of the tests.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesisOf } from './synthesis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The synthesized template and bundles. */
    assembly: string;
    /** A folder that is removed after the last test. */
    workDir: string;
  }
}

export default async function setup(project: TestProject) {
  const workDir = await mkdtemp(join(tmpdir(), 'liaison-test-'));
  project.provide('assembly', await synthesisOf('local'));
  project.provide('workDir', workDir);
  return () => rm(workDir, { recursive: true, force: true });
}
