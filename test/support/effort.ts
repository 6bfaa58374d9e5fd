// The amount of random tests: `npm test` runs a part of them, `npm run test:nightly` all.

const isNightly = process.env.NIGHTLY === '1';

/** The number of runs, rounds or seeds. */
export const effort = (part: number, full: number): number => (isNightly ? full : part);
