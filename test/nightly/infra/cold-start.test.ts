// How many instructions the largest functions execute before their first answer, compared with the SDK alone.
import { afterAll, describe, expect, it } from 'vitest';
import { coldStarts, hasValgrind, sdkAlone } from '../../bench/cold/cold.ts';

const starts = hasValgrind ? await coldStarts() : undefined;
afterAll(() => starts?.end());

describe.skipIf(!hasValgrind)('at most 1.4 times as much (where valgrind is installed)', () => {
  it.each(['queries', 'connections'])('by %s', async (purpose) => {
    const floor = (await starts?.instructions(sdkAlone)) ?? 0;
    const count = (await starts?.instructions(purpose)) ?? Number.POSITIVE_INFINITY;
    console.log(`${purpose}: ${(count / floor).toFixed(3)} times the SDK alone`);
    expect(count / floor).toBeLessThanOrEqual(1.4);
    // A lower ratio would mean that it did not answer.
    expect(count / floor).toBeGreaterThan(1);
  });
});
