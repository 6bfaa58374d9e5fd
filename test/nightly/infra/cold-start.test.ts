// How many instructions the largest function executes before its first answer, compared with the SDK alone.
import { afterAll, expect, it } from 'vitest';
import { coldStarts, hasValgrind, sdkAlone } from '../../bench/cold/cold.ts';

const starts = hasValgrind ? await coldStarts() : undefined;
afterAll(() => starts?.end());

it.skipIf(!hasValgrind)(
  'is at most 1.4 times as much (counted by valgrind, where it is installed)',
  async () => {
    const floor = (await starts?.instructions(sdkAlone)) ?? 0;
    const count = (await starts?.instructions('queries')) ?? Number.POSITIVE_INFINITY;
    expect(count / floor).toBeLessThanOrEqual(1.4);
    // A lower ratio would mean that it did not answer.
    expect(count / floor).toBeGreaterThan(1);
  },
);
