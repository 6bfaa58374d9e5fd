// What `npm test` leaves to `npm run test:nightly`: most runs of random tests, and the variants of slow tests.
import { it } from 'vitest';

const isNightly = process.env.NIGHTLY === '1';

/** The number of runs, rounds or seeds. */
export const effort = (part: number, full: number): number => (isNightly ? full : part);

/**
 * A slow test that only the nightly run includes, in a file whose other tests show the same mechanism. The
 * file belongs to `alsoNightly` in vitest.config.ts.
 */
export const itNightly = it.runIf(isNightly);
