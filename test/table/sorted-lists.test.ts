// How many connections a sorted list may cover: those that the reader has to read.
import { expect, it } from 'vitest';
import type { Half } from '../../shared/domain/perspective.ts';
import type { HalfReader } from '../../shared/table/lists/fill-page.ts';
import { SortedHalfReader } from '../../shared/table/lists/sorted-half-reader.ts';

/** A reader of so many halves, of which every second one is rejected if the connected role is a condition. */
function readerOf(count: number, isRejecting: boolean): HalfReader<number> & { read: unknown } {
  let position = 0;
  return {
    get position() {
      return position < count ? position : undefined;
    },
    async read(limit: number) {
      const end = Math.min(count, position + Math.min(limit, 300));
      const numbers = Array.from({ length: end - position }, (_, n) => position + n);
      position = end;
      const kept = isRejecting ? numbers.filter((n) => n % 2) : numbers;
      const halves = kept.map((n) => ({
        half: { connection: { id: String(n), title: null }, side: 'record1' } as unknown as Half,
        position: n,
      }));
      return { halves, rejected: numbers.length - kept.length };
    },
  };
}
const firstOf = (count: number, isRejecting: boolean) =>
  new SortedHalfReader(readerOf(count, isRejecting), 'title').read(5);

it.each([
  false,
  true,
])('is at most 1,000, those with another connected role included: %s', async (rejecting) => {
  expect((await firstOf(1000, rejecting)).halves).toHaveLength(5);
  const tooMany = { code: 'TooManyToSort', extras: { count: 1001 } };
  await expect(firstOf(1001, rejecting)).rejects.toMatchObject(tooMany);
  await expect(firstOf(50_000, rejecting)).rejects.toMatchObject(tooMany);
});
