// The marks of `once`: the table and the stand-in of `liaison/testing` decide the same.
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { once, withOnceMarks } from '../../functions/events/once.ts';
import { withTimeLimit } from '../../shared/table/engine/retries.ts';
import { type OnceMarks, openOnceMarks } from '../../shared/table/once/once-marks.ts';
import { onceKey } from '../../shared/table/schema.ts';
import { memoryMarks } from '../../testing/memory-marks.ts';
import { testAccess } from '../support/test-access.ts';

const TableName = `once-${process.pid}`;
let inTable: OnceMarks;

beforeAll(async () => {
  const access = testAccess(inject('endpoint'));
  await new DynamoDBClient(access).send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: onceKey, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: onceKey, KeyType: 'HASH' }],
    }),
  );
  // As in a function, the SDK finds region and credentials in its environment.
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', access.endpoint);
  vi.stubEnv('AWS_REGION', access.region);
  vi.stubEnv('AWS_ACCESS_KEY_ID', access.credentials.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', access.credentials.secretAccessKey);
  inTable = openOnceMarks(TableName);
});
afterAll(() => {
  vi.unstubAllEnvs();
});

let keys = 0;
const newKey = () => {
  keys += 1;
  return `connection/${keys}/1`;
};

describe.each<[string, () => OnceMarks]>([
  ['in the table', () => inTable],
  ['in memory', memoryMarks],
])('%s', (_, open) => {
  it('an effect runs once, and its result comes back', async () => {
    const [marks, key] = [open(), newKey()];
    const effect = vi.fn(async () => ({ id: 'task-1', at: new Date(0) }));
    const run = () => withOnceMarks(marks, () => once(key, effect));

    const results = [await run(), await run()];

    const stored = { id: 'task-1', at: '1970-01-01T00:00:00.000Z' };
    expect(results).toEqual([stored, stored]);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  it('an effect without a result runs once, and each key has its own', async () => {
    const [marks, key] = [open(), newKey()];
    const effect = vi.fn(async () => {});
    const run = (name: string) => withOnceMarks(marks, () => once(name, effect));
    expect([await run(key), await run(key), await run(`${key}/mail`)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(effect).toHaveBeenCalledTimes(2);
  });

  it('an effect that throws may run again at once', async () => {
    const [marks, key] = [open(), newKey()];
    const effect = vi.fn(async () => 'sent');
    effect.mockRejectedValueOnce(new Error('no answer'));
    const run = () => withOnceMarks(marks, () => once(key, effect));
    await expect(run()).rejects.toThrow('no answer');
    expect(await run()).toBe('sent');
    expect(await run()).toBe('sent');
    expect(effect).toHaveBeenCalledTimes(2);
  });

  it('of several runs at once, one runs the effect; the others fail', async () => {
    const [marks, key] = [open(), newKey()];
    const everyoneTried = Promise.withResolvers<void>();
    const effect = vi.fn(() => everyoneTried.promise);
    const runs = [1, 2, 3].map(() => withOnceMarks(marks, () => once(key, effect)));
    const failures = new Set<string>();
    for (const run of runs) run.catch(({ message }: Error) => failures.add(message));
    const settled = Promise.allSettled(runs);
    await expect.poll(() => failures.size).toBe(1);
    everyoneTried.resolve();
    const statuses = (await settled).map(({ status }) => status).sort();
    expect(statuses).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect([...failures][0]).toMatch(/^another run is working on connection\/\d+\/1, until 20/);
    expect(effect).toHaveBeenCalledTimes(1);
  });

  it('a run that was cut off keeps its claim until its time is over', async () => {
    const [marks, key] = [open(), newKey()];
    const claim = { token: 'first', until: 2000 };
    expect(await marks.claim(key, claim, 1000)).toEqual({ is: 'claimed' });
    // A lost answer is asked for again.
    expect(await marks.claim(key, claim, 1000)).toEqual({ is: 'claimed' });
    const next = { token: 'second', until: 3000 };
    expect(await marks.claim(key, next, 2000)).toEqual({ is: 'running', until: 2000 });
    expect(await marks.claim(key, next, 2001)).toEqual({ is: 'claimed' });
    // The first one is not over after all: its result comes too late.
    expect(await marks.complete(key, 'first', '1')).toBe(false);
    await marks.release(key, 'first');
    expect(await marks.complete(key, 'second', '2')).toBe(true);
    expect(await marks.claim(key, { token: 'third', until: 9000 }, 8000)).toEqual({
      is: 'done',
      result: '2',
    });
  });

  it('a run claims for as long as it can run', async () => {
    const [marks, key] = [open(), newKey()];
    const now = Date.now();
    const hanging = withOnceMarks(marks, () =>
      withTimeLimit(60_000, () => once(key, () => new Promise<never>(() => {}))),
    );
    hanging.catch(() => {});
    await expect
      .poll(() => marks.claim(key, { token: 'next', until: now + 1 }, now).then(({ is }) => is))
      .toBe('running');
    const found = await marks.claim(key, { token: 'next', until: 0 }, now + 50_000);
    expect(found).toMatchObject({ is: 'running' });
    if (found.is === 'running') expect(found.until - now).toBeLessThan(90_000);
  });

  it('refuses a result that does not fit into an item', async () => {
    const run = () => withOnceMarks(open(), () => once(newKey(), async () => 'x'.repeat(400_000)));
    await expect(run()).rejects.toThrow('has 400002 bytes of JSON, more than 300000: return an id');
  });
});

it('the two decide the same, whatever happens', async () => {
  const token = fc.constantFrom('a', 'b', 'c');
  const step = fc.oneof(
    fc.record({
      does: fc.constant('claim' as const),
      token,
      lasts: fc.integer({ min: 1, max: 20 }),
    }),
    fc.record({
      does: fc.constant('complete' as const),
      token,
      result: fc.option(fc.constant('1'), { nil: undefined }),
    }),
    fc.record({ does: fc.constant('release' as const), token }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(step, fc.integer({ min: 0, max: 10 })), { maxLength: 12 }),
      async (steps) => {
        const key = newKey();
        const inMemory = memoryMarks();
        let now = Date.now();
        for (const [one, later] of steps) {
          now += later;
          const [ofTable, ofMemory] = await Promise.all(
            [inTable, inMemory].map((marks): Promise<unknown> => {
              if (one.does === 'claim')
                return marks.claim(key, { token: one.token, until: now + one.lasts }, now);
              if (one.does === 'release') return marks.release(key, one.token);
              return marks.complete(key, one.token, one.result);
            }),
          );
          expect(ofTable).toEqual(ofMemory);
        }
      },
    ),
    { numRuns: 25 },
  );
});
