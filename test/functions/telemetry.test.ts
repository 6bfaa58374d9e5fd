// Log lines: their level against the function's log level, and what an error may reveal.
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { capturedLines } from '../support/in-process.ts';
import { measuredBy, readLine } from '../support/log-lines.ts';

const lines = capturedLines();

/** The telemetry module in a function with this log level. */
async function telemetryAt(level: string | undefined) {
  vi.resetModules();
  vi.stubEnv('LIAISON_SERVICE_NAME', 'liaison-test');
  vi.stubEnv('AWS_LAMBDA_LOG_LEVEL', level);
  return import('../../functions/telemetry/telemetry.ts');
}
beforeEach(() => {
  lines.length = 0;
});

const request = { requestId: 'r1', operation: 'getConnection', code: 'Success' };

it.each([
  undefined,
  'DEBUG',
  'INFO',
])('at level %s every line is written completely', async (level) => {
  const { withLogLine } = await telemetryAt(level);
  await withLogLine('request', { ...request }, async () => {});

  expect(lines.map(readLine)).toEqual([expect.objectContaining({ ...request, level: 'INFO' })]);
});

it('at a level that drops a line, its metrics are still written, and nothing else', async () => {
  const { withLogLine, log } = await telemetryAt('ERROR');
  await withLogLine('request', { ...request, actor: 'ines' }, async () => {});
  log('WARN', 'left out', {});

  const [line, ...more] = lines.map(readLine);
  expect(more).toEqual([]);
  expect(line && measuredBy(line)).toEqual(['Duration']);
  // Lambda drops lines below the function's level, so the line has that level.
  const whole = ['_aws', 'code', 'Duration', 'level', 'operation', 'service', 'timestamp'];
  expect(Object.keys(line ?? {}).sort()).toEqual(whole.sort());
  expect(line?.level).toBe('ERROR');
});

it('counts outside of a request are not written', async () => {
  const { count, addToLogLine, withLogLine } = await telemetryAt('INFO');
  count('Retries');
  addToLogLine({ lost: true });
  await withLogLine('workflow run', { function: 'Cascade' }, async () => {
    count('Published', 2);
    await Promise.resolve();
    count('Published', 3);
  });

  expect(lines.map(readLine)).toEqual([expect.objectContaining({ Published: 5 })]);
  expect(lines[0]).not.toMatch(/Retries|lost/);
});

describe('an error', () => {
  const secret = 'Xq7Secret';
  const errors: [string, () => unknown][] = [
    ['of JSON.parse', () => thrownBy(() => JSON.parse(`{"name": ${secret}}`))],
    ['of JSON.parse, cut', () => thrownBy(() => JSON.parse(`${'{"a":1},'.repeat(9)}${secret}`))],
    ['of JSON.parse, quoted', () => thrownBy(() => JSON.parse(`{"a":"${secret}","b":Q}`))],
    ['of zod', () => z.strictObject({ a: z.email() }).safeParse({ a: secret, [secret]: 1 }).error],
    ['with properties', () => Object.assign(new Error('no'), { Item: { name: secret } })],
    ['of a number', () => new Error(`cannot be converted to a numeric value: ${secret}`)],
    ['with a cause', () => new Error('no', { cause: new Error(`got "${secret}"`) })],
    ['that is none', () => secret],
  ];

  it.each(errors)('%s is logged and thrown again without the values in it', async (_, make) => {
    const { withLogLine } = await telemetryAt('INFO');
    const failing = withLogLine('workflow run', { function: 'Cascade' }, async () => {
      throw make();
    });
    const thrown = await failing.catch((error: unknown) => error);

    expect(thrown).toBeInstanceOf(Error);
    const { name, message, stack, ...properties } = thrown as Error;
    // As Lambda logs it.
    expect(JSON.stringify({ name, message, stack, properties })).not.toContain(secret);
    expect(lines.map(readLine)).toEqual([
      expect.objectContaining({ level: 'ERROR', error: expect.objectContaining({ name }) }),
    ]);
    expect(lines[0]).not.toContain(secret);
  });
});

function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}
