// The plan of the load: what is measured, and for how long.

/** Durations are in seconds, unless the name says otherwise. */
export const full = {
  users: 2000,
  rounds: 2,
  warmUp: 8,
  closed: 4,
  open: 4,
  /** The rates of the open loops, as shares of the hand-written service's throughput. */
  shares: [0.2, 0.4, 0.6],
};
export type Size = typeof full;
export const quick: Size = {
  ...{ users: 300, rounds: 1, warmUp: 4, closed: 1, open: 2, shares: [0.4] },
};

/** The number of concurrent operations when throughput is measured. */
export const width = 32;

/** The services in the order of the report; the others are compared with the first one. */
export const serviceNames = {
  handWritten: 'written by hand',
  sameCalls: 'the calls of Liaison, by hand',
  functions: 'Liaison’s functions, in the same server',
  quiet: 'Liaison, local host, streams off',
  host: 'Liaison, local host',
} as const;
