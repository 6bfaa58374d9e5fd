// How large the parts of the scale are.

export const full = {
  /** Connections of one record. */
  degrees: [10, 1000, 100_000, 1_000_000],
  /** How often each question is asked of each of these records. */
  times: 100,
  /** Creates on one hot record, and on one hot role. */
  creates: 400,
  /** Records of the network, and the connections that each one brings along. */
  network: { records: 100_000, each: 3 },
  /** Connections that are imported. */
  imported: 10_000,
};
export type Size = typeof full;

export const quick: Size = {
  ...{ degrees: [10, 1000], times: 20, creates: 60 },
  ...{ network: { records: 600, each: 3 }, imported: 1000 },
};
