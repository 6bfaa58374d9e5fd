// The sizes of the scale benchmarks.

export const full = {
  /** Numbers of connections of one record. */
  degrees: [10, 1000, 100_000, 1_000_000],
  /** How often each question is asked about each of these records. */
  times: 100,
  /** Creates on one hot record, and on one hot role. */
  creates: 400,
  /** The records of the network, and the connections that each new one adds. */
  network: { records: 100_000, each: 3 },
  /** The number of connections to import. */
  imported: 10_000,
};
export type Size = typeof full;

export const quick: Size = {
  ...{ degrees: [10, 1000], times: 20, creates: 60 },
  ...{ network: { records: 600, each: 3 }, imported: 1000 },
};
