// How much of the random work is done: a part by `npm test`, all of it by `npm run test:nightly`.

const isNightly = process.env.NIGHTLY === '1';

/** The number of runs, rounds or seeds. */
export const effort = (part: number, full: number): number => (isNightly ? full : part);
