// Lines about the same thing are sent in the order of the file and never at the same time.
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, type ValidLine, withValue } from '../../shared/import/import-lines.ts';
import { type Outcome, outcome } from '../../shared/import/import-outcomes.ts';
import { type Sending, sendInOrder } from '../../shared/import/send-in-order.ts';

const place = (line: number) => ({ line, start: line - 1, end: line });
const good = (line: number, ...keys: string[]): Entry =>
  withValue({ ...place(line), text: '' }, { keys });
const bad = (line: number): Entry => ({
  ...place(line),
  fault: { code: 'ValidationFailed', detail: 'not JSON' },
});
const keysOf = ({ value }: ValidLine) => value.keys as string[];
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function* from(entries: Iterable<Entry>) {
  yield* entries;
}

interface Options {
  readonly width?: number;
  readonly items?: number;
  readonly bytes?: number;
  /** How long a batch takes. */
  readonly turns?: () => number;
  /** Whether the batch of a line fails. */
  readonly fail?: (line: ValidLine) => boolean;
  /** Whether a batch settles its first line before it fails. */
  readonly settlesFirst?: boolean;
}

/** Sends; notes the batches and how many ran at once. */
async function sent(
  entries: Iterable<Entry>,
  {
    width = 4,
    items = 100,
    bytes = 900_000,
    turns = () => 1,
    fail = () => false,
    settlesFirst = false,
  }: Options = {},
) {
  const batches: number[][] = [];
  const outcomes: Outcome[] = [];
  const running = new Set<string>();
  const started = new Map<string, number[]>();
  let [now, most] = [0, 0];
  const send: Sending['send'] = async (batch, settle) => {
    batches.push(batch.map(({ line }) => line));
    now += 1;
    most = Math.max(most, now);
    const keys = new Set(batch.flatMap(keysOf));
    for (const key of keys) {
      expect(running).not.toContain(key);
      running.add(key);
    }
    for (const one of batch) {
      for (const key of keysOf(one)) {
        started.set(key, [...(started.get(key) ?? []), one.line]);
      }
    }
    for (let left = turns(); left > 0; left -= 1) await turn();
    for (const key of keys) running.delete(key);
    now -= 1;
    const [first] = batch;
    if (settlesFirst && first) settle(first, outcome(first, 'created'));
    if (batch.some(fail)) throw new Error(`batch ${batch[0]?.line}`);
    for (const one of batch) settle(one, outcome(one, 'created'));
  };
  const limits = { items, bytes };
  const all = sendInOrder(from(entries), { width, limits, keysOf, send });
  let error: unknown;
  try {
    for await (const some of all) outcomes.push(...some);
  } catch (thrown) {
    error = thrown;
  }
  return { batches, outcomes, most, started, error };
}

describe('sendInOrder', () => {
  it('sends full batches, as many at a time as allowed, and yields in order', async () => {
    const lines = upTo(1050);
    const { batches, outcomes, most } = await sent(lines.map((line) => good(line, `k${line}`)));
    expect(batches.map(({ length }) => length)).toEqual([...Array(10).fill(100), 50]);
    expect(most).toBe(4);
    expect(outcomes.map(({ line }) => line)).toEqual(lines);
  });

  it('sends lines about the same thing together, or one batch after the other', async () => {
    const { batches, most } = await sent(
      upTo(12).map((line) => good(line, line < 9 ? 'same' : `k${line}`)),
      { items: 4 },
    );
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [9, 10, 11, 12],
      [5, 6, 7, 8],
    ]);
    expect(most).toBe(2);
  });

  it('a line that waits makes those wait that have a key in common with it', async () => {
    const entries = [good(1, 'a'), good(2, 'a', 'b'), good(3, 'b'), good(4, 'c')];
    const { batches } = await sent(entries, { items: 1 });
    expect(batches).toEqual([[1], [4], [2], [3]]);
  });

  it('sends a line over the limit of bytes alone', async () => {
    const { batches } = await sent(
      upTo(3).map((line) => good(line, `${line}`.repeat(line === 2 ? 99 : 1))),
      { bytes: 60 },
    );
    expect(batches).toEqual([[1], [2], [3]]);
  });

  it('needs no request for invalid lines, however many', async () => {
    const { batches, outcomes } = await sent([...upTo(9000).map(bad), good(9001, 'a')]);
    expect(batches).toEqual([[9001]]);
    expect(outcomes).toHaveLength(9001);
    expect((await sent([])).outcomes).toEqual([]);
  });

  it('after a failure starts no more, yields what is known, and throws', async () => {
    const entries = [good(1, 'a'), good(2, 'b'), bad(3), good(4, 'c'), good(5, 'a')];
    const { batches, outcomes, error } = await sent(entries, {
      ...{ items: 1, width: 3 },
      fail: ({ line }) => line === 1,
    });
    expect(error).toEqual(new Error('batch 1'));
    expect(batches).toEqual([[1], [2], [4]]);
    expect(outcomes.map(({ line, status }) => [line, status])).toEqual([
      [2, 'created'],
      [3, 'invalid'],
      [4, 'created'],
    ]);
  });

  it('keeps the outcomes of a batch that fails after some of its lines', async () => {
    const entries = [good(1, 'a'), good(2, 'b')];
    const { outcomes, error } = await sent(entries, { settlesFirst: true, fail: () => true });
    expect(error).toEqual(new Error('batch 1'));
    expect(outcomes.map(({ line, status }) => [line, status])).toEqual([[1, 'created']]);
  });

  it('throws what the source throws, after the outcomes that are known', async () => {
    async function* broken() {
      yield good(1, 'a');
      throw new Error('the disk is broken');
    }
    const send: Sending['send'] = async ([one], settle) => {
      if (one) settle(one, outcome(one, 'created'));
    };
    const limits = { items: 1, bytes: 1000 };
    const all = sendInOrder(broken(), { width: 1, limits, keysOf, send });
    await expect(all.next()).rejects.toThrow('the disk is broken');
  });

  it('leaves no request running when the caller stops', async () => {
    let running = 0;
    const send: Sending['send'] = async (batch, settle) => {
      running += 1;
      for (let left = batch[0]?.line === 1 ? 1 : 9; left > 0; left -= 1) await turn();
      running -= 1;
      for (const one of batch) settle(one, outcome(one, 'created'));
    };
    const entries = from(upTo(6).map((line) => good(line, `k${line}`)));
    const limits = { items: 1, bytes: 1000 };
    for await (const _ of sendInOrder(entries, { width: 3, limits, keysOf, send })) break;
    expect(running).toBe(0);
  });

  it('keeps the order of each key, whatever the keys and however long requests take', async () => {
    const keys = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), {
      minLength: 1,
      maxLength: 2,
    });
    const line = fc.option(keys, { nil: undefined, freq: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 60 }),
        fc.infiniteStream(fc.nat(6)),
        fc.integer({ min: 1, max: 4 }),
        async (all, durations, items) => {
          const entries = all.map((some, at) => (some ? good(at + 1, ...some) : bad(at + 1)));
          const turns = () => Number(durations.next().value);
          const { outcomes, started, batches, most } = await sent(entries, { items, turns });
          expect(outcomes.map((one) => one.line)).toEqual(entries.map((one) => one.line));
          for (const lines of started.values()) {
            expect(lines).toEqual(lines.toSorted((one, other) => one - other));
          }
          expect(Math.max(0, ...batches.map(({ length }) => length))).toBeLessThanOrEqual(items);
          expect(most).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 300 },
    );
  });
});
