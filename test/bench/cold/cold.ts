// The cost of a cold start: bytes to load, and instructions from Node's start to the first answer.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  type FunctionSettings,
  LiaisonFunction,
} from '../../../infra/constructs/lambda/liaison-function.ts';
import {
  type Bundle,
  bundlesIn,
  bundlesOfDev,
  codeOf,
  startBundle,
} from '../../support/bundles.ts';
import { firstRequests } from './first-requests.ts';

/** The bundle that the others are compared with. */
export const sdkAlone = 'the SDK alone: one GetItem';
const nothing = 'nothing: an empty handler';

/** AWS's answer to a request that finds nothing, by action. */
const answers: Readonly<Record<string, object>> = {
  Query: { Items: [], Count: 0, ScannedCount: 0 },
  BatchGetItem: { Responses: {}, UnprocessedKeys: {} },
  PutEvents: { FailedEntryCount: 0, Entries: [{ EventId: 'a' }] },
};

/** An empty AWS, in this process, so that its work is not counted. */
async function emptyAws() {
  const server = createServer(async (request, answer) => {
    await text(request);
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    answer.setHeader('content-type', 'application/x-amz-json-1.0');
    answer.end(JSON.stringify(answers[action] ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** The two handlers for comparison, built by the same construct. */
function comparedWith(work: string): Map<string, Bundle> {
  const outdir = join(work, 'compared');
  const app = new App({ outdir, builtinCloudFormationValidation: false });
  const stack = new Stack(app, 'compared');
  const common: FunctionSettings = {
    logRetentionDays: 1,
    logLevel: 'INFO',
    removalPolicy: RemovalPolicy.DESTROY,
  };
  const entry = (file: string) => fileURLToPath(new URL(file, import.meta.url));
  new LiaisonFunction(stack, 'Nothing', {
    ...common,
    entry: entry('nothing.ts'),
    purpose: nothing,
  });
  new LiaisonFunction(stack, 'Sdk', { ...common, entry: entry('sdk-alone.ts'), purpose: sdkAlone });
  app.synth();
  return bundlesIn(outdir);
}

/** Whether instructions can be counted on this machine. */
export const hasValgrind = await promisify(execFile)('valgrind', ['--version']).then(
  () => true,
  () => false,
);

/** One thread and fixed seeds: counts vary only by some thousandths. */
const counted = [
  'valgrind',
  '--tool=callgrind',
  '--callgrind-out-file=/dev/null',
  '--smc-check=all-non-file',
  process.execPath,
  '--single-threaded',
  '--random-seed=1',
  '--hash-seed=1',
];

/** All bundles, to start each alone and send it a first request. `end` removes them. */
export async function coldStarts() {
  const work = mkdtempSync(join(tmpdir(), 'liaison-cold-'));
  const aws = await emptyAws();
  const bundles = new Map([...comparedWith(work), ...(await bundlesOfDev())]);
  const bundleOf = (purpose: string) => {
    const found = bundles.get(purpose);
    if (!found) throw new Error(`no function ${purpose}`);
    return found;
  };
  const start = (purpose: string, command?: readonly string[]) =>
    startBundle(bundleOf(purpose), firstRequests[purpose] ?? {}, work, {
      endpoint: aws.endpoint,
      leftMs: 30_000,
      ...(command && { command }),
    });
  let floor: number | undefined;
  return {
    purposes: [...bundles.keys()].filter((purpose) => purpose !== nothing),
    bytes(purpose: string) {
      const code = codeOf(bundleOf(purpose));
      return { raw: code.length, gzipped: gzipSync(code).length };
    },
    /** Instructions up to the first answer, minus those of a handler that does nothing. */
    async instructions(purpose: string): Promise<number> {
      const count = async (which: string) => {
        const { complaints } = await start(which, counted);
        const [, collected] = /Collected : (\d+)/.exec(complaints) ?? [];
        if (!collected) throw new Error(`valgrind did not count: ${complaints}`);
        return Number(collected);
      };
      floor ??= await count(nothing);
      return (await count(purpose)) - floor;
    },
    /** Elapsed milliseconds, the best of some runs, minus those of a handler that does nothing. */
    async milliseconds(purpose: string): Promise<number> {
      const once = async (which: string) => {
        const began = performance.now();
        await start(which);
        return performance.now() - began;
      };
      const best = async (which: string) => {
        let least = Number.POSITIVE_INFINITY;
        for (let at = 0; at < 5; at += 1) least = Math.min(least, await once(which));
        return least;
      };
      return (await best(purpose)) - (await best(nothing));
    },
    end() {
      aws.close();
      rmSync(work, { recursive: true, force: true });
    },
  };
}
const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);

export async function run(): Promise<string> {
  const starts = await coldStarts();
  try {
    const rows: string[] = [];
    let base: number | undefined;
    for (const purpose of starts.purposes) {
      const { raw, gzipped } = starts.bytes(purpose);
      const instructions = hasValgrind ? await starts.instructions(purpose) : undefined;
      base ??= instructions;
      const ms = await starts.milliseconds(purpose);
      rows.push(
        `| ${purpose} | ${kilobytes(raw)} | ${kilobytes(gzipped)} | ${
          instructions ? (instructions / 1e6).toFixed(0) : '–'
        } | ${instructions && base ? (instructions / base).toFixed(2) : '–'} | ${ms.toFixed(0)} |`,
      );
    }
    return [
      '| function | KB | KB gzipped | million instructions | × the SDK alone | ms here |',
      '|---|---:|---:|---:|---:|---:|',
      ...rows,
      '',
      'KB are of the uploaded code. Instructions are counted by callgrind with one thread and',
      'fixed seeds, from the start of Node to the first response with an empty AWS, minus those of an',
      'empty handler; they vary by a few thousandths. Milliseconds, the best of five runs, minus',
      'those of that handler, are for information only and depend on the machine.',
      ...(hasValgrind ? [] : ['', 'Instructions are counted where valgrind is installed.']),
    ].join('\n');
  } finally {
    starts.end();
  }
}
