// One batch of stream records: retries, partial failures and splits as Lambda documents them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BatchPolicy,
  type GivenUp,
  processBatch,
} from '../../infra/local/streams/stream-batch.ts';
import type { StreamRecord } from '../../infra/local/streams/stream-source.ts';

const now = 1_000_000;
const record = (sequenceNumber: number, ageSeconds = 0): StreamRecord => ({
  eventID: `${sequenceNumber}`,
  eventName: 'INSERT',
  eventSourceARN: 'stream',
  dynamodb: {
    SequenceNumber: `${sequenceNumber}`,
    ApproximateCreationDateTime: now - ageSeconds,
  },
});
const records = (count: number) => Array.from({ length: count }, (_, index) => record(index + 1));
const numbers = (batch: readonly StreamRecord[]) => batch.map(({ eventID }) => Number(eventID));

/** Runs a batch through a function; returns each invocation and its outcome in order. */
async function run(
  batch: readonly StreamRecord[],
  policy: Partial<BatchPolicy>,
  fn: (batch: number[]) => unknown,
) {
  const invocations: number[][] = [];
  const checkpoints: number[] = [];
  const givenUp: (Omit<GivenUp, 'records'> & { records: number[] })[] = [];
  const backOffs: number[] = [];
  await processBatch(
    batch,
    {
      bisect: false,
      partialFailures: false,
      maximumRetryAttempts: -1,
      maximumRecordAgeSeconds: -1,
      ...policy,
    },
    {
      invoke: async (part) => {
        invocations.push(numbers(part));
        if (invocations.length > 1000) throw new Error('it never ends');
        return fn(numbers(part));
      },
      checkpoint: (sequenceNumber) => checkpoints.push(Number(sequenceNumber)),
      giveUp: (part) => givenUp.push({ ...part, records: numbers(part.records) }),
      backOff: async (retry) => backOffs.push(retry),
      now: () => now,
      stopped: () => invocations.length > 1000,
    },
  );
  return { invocations, checkpoints, givenUp, backOffs };
}

const failing =
  (...bad: number[]) =>
  (batch: number[]) => {
    if (batch.some((each) => bad.includes(each))) throw new Error('on purpose');
  };
const reporting =
  (...bad: number[]) =>
  (batch: number[]) => ({
    batchItemFailures: batch
      .filter((each) => bad.includes(each))
      .map((each) => ({ itemIdentifier: `${each}` })),
  });

describe('a batch', () => {
  it('is done when the function returns', async () => {
    const { invocations, checkpoints, givenUp } = await run(records(3), {}, () => undefined);
    expect(invocations).toEqual([[1, 2, 3]]);
    expect(checkpoints).toEqual([3]);
    expect(givenUp).toEqual([]);
  });

  it('is retried as a whole, as often as allowed, and then given up', async () => {
    const outcome = await run(records(3), { maximumRetryAttempts: 2 }, failing(2));
    expect(outcome.invocations).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(outcome.backOffs).toEqual([1, 2]);
    expect(outcome.givenUp).toEqual([
      {
        records: [1, 2, 3],
        condition: 'RetryAttemptsExhausted',
        invokeCount: 3,
        functionFailed: true,
      },
    ]);
    expect(outcome.checkpoints).toEqual([3]);
  });

  it('continues at the first failed record if the function reports failures', async () => {
    const policy = { partialFailures: true, maximumRetryAttempts: 1 };
    const { invocations, givenUp } = await run(records(5), policy, (batch) => ({
      batchItemFailures: batch.length === 5 ? [4, 2].map((n) => ({ itemIdentifier: `${n}` })) : [],
    }));
    expect(invocations).toEqual([
      [1, 2, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
    expect(givenUp).toEqual([]);
  });

  it('loses all records after a permanent failure if it is not split', async () => {
    const policy = { partialFailures: true, maximumRetryAttempts: 2 };
    const { invocations, givenUp, checkpoints } = await run(records(3), policy, reporting(2));
    expect(invocations).toEqual([
      [1, 2, 3],
      [2, 3],
      [2, 3],
    ]);
    expect(givenUp).toEqual([
      {
        records: [2, 3],
        condition: 'RetryAttemptsExhausted',
        invokeCount: 3,
        functionFailed: false,
      },
    ]);
    expect(checkpoints).toEqual([1, 3]);
  });

  it.each([
    ['null', null, 1],
    ['nothing', undefined, 1],
    ['an empty answer', {}, 1],
    ['no list', { batchItemFailures: null }, 1],
    ['an empty list', { batchItemFailures: [] }, 1],
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }, 2],
    ['a missing identifier', { batchItemFailures: [{ itemIdentifier: null }] }, 2],
    ['a wrong name', { batchItemFailures: [{ id: '2' }] }, 2],
    [
      'an unknown identifier',
      { batchItemFailures: [{ itemIdentifier: '9' }, { itemIdentifier: '2' }] },
      2,
    ],
  ])('whose function reports %s succeeds or fails as a whole', async (_, answer, invoked) => {
    const policy = { partialFailures: true, maximumRetryAttempts: 1 };
    const { invocations, givenUp } = await run(records(2), policy, () => answer);
    expect(invocations).toEqual(Array.from({ length: invoked }, () => [1, 2]));
    expect(givenUp).toHaveLength(invoked - 1);
  });

  it('ignores reported failures if the mapping does not enable them', async () => {
    expect((await run(records(2), {}, reporting(1))).invocations).toEqual([[1, 2]]);
  });

  it('is split in two, in order, until the bad record is alone; a split does not count as a retry', async () => {
    const policy = { bisect: true, maximumRetryAttempts: 1 };
    const { invocations, givenUp, checkpoints } = await run(records(4), policy, failing(2));
    expect(invocations).toEqual([[1, 2, 3, 4], [1, 2], [1], [2], [2], [3, 4]]);
    expect(givenUp).toEqual([
      {
        records: [2],
        condition: 'RetryAttemptsExhausted',
        invokeCount: 4,
        functionFailed: true,
      },
    ]);
    expect(checkpoints).toEqual([1, 2, 4]);
  });

  it('is split at the reported record if splitting is enabled', async () => {
    const policy = { bisect: true, partialFailures: true, maximumRetryAttempts: 0 };
    const { invocations, givenUp } = await run(records(4), policy, reporting(3));
    expect(invocations).toEqual([[1, 2, 3, 4], [3, 4], [3], [4]]);
    expect(givenUp.map(({ records }) => records)).toEqual([[3]]);
  });

  it('does not send records that are too old', async () => {
    const batch = [record(1, 100), record(2, 61), record(3, 60), record(4, 1)];
    const policy = { maximumRecordAgeSeconds: 60 };
    const { invocations, givenUp, checkpoints } = await run(batch, policy, () => null);
    expect(givenUp).toEqual([
      { records: [1, 2], condition: 'RecordAgeExceeded', invokeCount: 0, functionFailed: false },
    ]);
    expect(invocations).toEqual([[3, 4]]);
    expect(checkpoints).toEqual([2, 4]);
  });
});

it('every record of any batch is processed or given up, in order, and only bad ones are given up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 4 }),
      fc.boolean(),
      fc.boolean(),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      async (count, bad, bisect, partialFailures, maximumRetryAttempts, throws) => {
        const done = new Set<number>();
        const fn = (batch: number[]) => {
          const firstBad = batch.findIndex((each) => bad.includes(each));
          const good = firstBad < 0 ? batch : batch.slice(0, firstBad);
          for (const each of good) done.add(each);
          if (firstBad < 0) return null;
          if (throws) throw new Error('on purpose');
          return reporting(...bad)(batch);
        };
        const policy = { bisect, partialFailures, maximumRetryAttempts };
        const { checkpoints, givenUp } = await run(records(count), policy, fn);

        expect(checkpoints.at(-1)).toBe(count);
        expect(checkpoints).toEqual([...checkpoints].sort((a, b) => a - b));
        const lost = givenUp.flatMap((each) => each.records);
        expect(lost).toEqual([...lost].sort((a, b) => a - b));
        const failed = bad.filter((each) => each <= count);
        if (partialFailures || throws) {
          for (const each of records(count)) {
            const number = Number(each.eventID);
            expect(done.has(number) || lost.includes(number)).toBe(true);
          }
          for (const each of failed) expect(lost).toContain(each);
          if (bisect) expect(new Set(lost)).toEqual(new Set(failed));
        }
      },
    ),
    { numRuns: 300 },
  );
});
