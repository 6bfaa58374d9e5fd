// A test file's own services, and the command line run against them.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Host, HostOptions } from '../../infra/local/host/host.ts';
import { newService } from './service.ts';

/** The folder of the project. */
export const root = new URL('../..', import.meta.url).pathname;

/** A folder and services that exist as long as the test file runs. */
export function workbench() {
  const bench = { dir: '' };
  const hosts: Host[] = [];
  beforeAll(async () => {
    bench.dir = await mkdtemp(join(tmpdir(), 'liaison-cli-'));
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.stop()));
    await rm(bench.dir, { recursive: true, force: true });
  });
  return {
    bench,

    /** An empty service of this file's own. */
    async emptyService(options?: HostOptions): Promise<Host> {
      const host = await newService(options);
      hosts.push(host);
      return host;
    },

    /**
     * Runs the command line against a service; returns its exit status and its output. A token
     * among the arguments overrides the host's token.
     */
    async liaison(host: Host, ...args: string[]) {
      const token = await host.token();
      const file = join(root, 'cli/liaison.ts');
      return new Promise<{ status: number; out: string; error: string }>((resolve) => {
        execFile(
          process.execPath,
          [file, '--url', host.url, '--token', token, ...args],
          { cwd: bench.dir },
          (error, out, errorText) => {
            resolve({ status: error ? Number(error.code) : 0, out, error: errorText });
          },
        );
      });
    },
  };
}

const files = ['record-types', 'connection-roles', 'records', 'connections'];

/** The texts of an export's four files. */
export async function exportedFiles(dir: string) {
  return Promise.all(files.map((file) => readFile(join(dir, `${file}.jsonl`), 'utf8')));
}
