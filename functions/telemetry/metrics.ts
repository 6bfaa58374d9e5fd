// The metrics that the functions write: names, units and dimensions, for them and for the stack.

/** CloudWatch namespace of them all. */
export const metricNamespace = 'Liaison';

/** Each metric with its unit in CloudWatch. The number of requests or runs is the samples of Duration. */
export const metricUnits = {
  /** From the beginning of a request or run to its end. */
  Duration: 'Milliseconds',
  /** Attempts that were made again, by us or by the SDK, conflicts among them. */
  Retries: 'Count',
  /** Attempts that lost against another writer of the same items. */
  Conflicts: 'Count',
  /** Records of the stream in a batch, after filtering. */
  Records: 'Count',
  /** Age of the first record of a batch when the reader got it. */
  Lag: 'Milliseconds',
  /** Records of the stream that went to the failure queue. */
  SetAside: 'Count',
  /** Events that the bus took. */
  Published: 'Count',
} as const;

export type MetricName = keyof typeof metricUnits;

/** Beside `service`, which every metric has: the name of a stack in an account. */
export type Dimension = 'operation' | 'code' | 'function';

/** `code` of an answer that is no problem. */
export const successCode = 'Success';

/** Metrics that are told by each of these dimensions, one at a time; null: of the whole service. */
interface MetricGroup {
  readonly by: readonly (Dimension | null)[];
  readonly metrics: readonly MetricName[];
}

const ofService: MetricGroup = { by: [null], metrics: ['Retries', 'Conflicts', 'Published'] };

/** What each kind of line measures. A metric whose number a line does not have is left out of it. */
export const metricGroups = {
  request: [{ by: ['operation', 'code'], metrics: ['Duration'] }, ofService],
  'stream batch': [{ by: ['function'], metrics: ['Records', 'Lag', 'SetAside'] }, ofService],
  'workflow run': [{ by: ['function'], metrics: ['Duration'] }, ofService],
} as const satisfies Record<string, readonly MetricGroup[]>;

export type LineKind = keyof typeof metricGroups;
