// How lines are grouped into requests, and how many requests run at once.
import { describe, expect, it } from 'vitest';
import { batchesOf, batchLimits, inOrder } from '../../shared/import/import-batches.ts';
import { type Entry, withValue } from '../../shared/import/import-lines.ts';

const good = (line: number, value: object = { line }): Entry =>
  withValue({ line, start: 0, end: 0, text: '' }, value as Record<string, unknown>);

const bad = (line: number): Entry => ({
  line,
  start: 0,
  end: 0,
  fault: { code: 'ValidationFailed', detail: 'not JSON' },
});

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function batched(entries: Entry[], limits: { items: number; bytes: number } = batchLimits) {
  const batches: Entry[][] = [];
  for await (const batch of batchesOf(entries, limits)) batches.push(batch);
  return batches;
}

const bodyOf = (batch: Entry[]) =>
  JSON.stringify({ items: batch.flatMap((entry) => ('value' in entry ? [entry.value] : [])) });

describe('batchesOf', () => {
  it('cuts by number', async () => {
    const batches = await batched(upTo(250).map((line) => good(line)));
    expect(batches.map((batch) => batch.length)).toEqual([100, 100, 50]);
  });

  it('cuts by the bytes of the body, and comes close to the limit', async () => {
    const text = 'ü'.repeat(20_000);
    const batches = await batched(upTo(100).map((line) => good(line, { text })));
    const sizes = batches.map((batch) => Buffer.byteLength(bodyOf(batch)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(batchLimits.bytes);
    expect(sizes[0]).toBeGreaterThan(batchLimits.bytes - 41_000);
    expect(batches.flat()).toHaveLength(100);
  });

  it('sends a single large item alone', async () => {
    const limits = { items: 100, bytes: 50 };
    const batches = await batched([good(1), good(2, { text: 'x'.repeat(99) }), good(3)], limits);
    expect(batches.map((batch) => batch.map(({ line }) => line))).toEqual([[1], [2], [3]]);
  });

  it('keeps invalid lines in their place', async () => {
    const batches = await batched([good(1), bad(2), good(3)]);
    expect(batches.map((batch) => batch.map(({ line }) => line))).toEqual([[1, 2, 3]]);
  });

  it('makes no batch without lines', async () => {
    expect(await batched([])).toEqual([]);
  });
});

describe('inOrder', () => {
  async function* from(items: number[]) {
    yield* items;
  }

  it('runs as many at a time as allowed, and yields in order', async () => {
    let running = 0;
    let most = 0;
    const work = async (input: number) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, input % 2 === 0 ? 1 : 8));
      running -= 1;
      return input;
    };
    const done: number[] = [];
    for await (const output of inOrder(from(upTo(9)), 4, work)) done.push(output);
    expect(done).toEqual(upTo(9));
    expect(most).toBe(4);
  });

  it('does one after the other when the width is 1', async () => {
    const events: string[] = [];
    const work = async (input: number) => {
      events.push(`start ${input}`);
      await Promise.resolve();
      events.push(`end ${input}`);
    };
    for await (const _ of inOrder(from([1, 2]), 1, work));
    expect(events).toEqual(['start 1', 'end 1', 'start 2', 'end 2']);
  });

  it('fails with the first failure', async () => {
    const work = async (input: number) => {
      if (input > 1) throw new Error(`input ${input}`);
      return input;
    };
    const all = async () => {
      for await (const _ of inOrder(from([1, 2, 3, 4]), 3, work));
    };
    await expect(all()).rejects.toThrow('input 2');
  });
});
