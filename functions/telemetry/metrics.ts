// The metrics that the functions write: names, units and dimensions. The stack reads them, too.

/** CloudWatch namespace of all metrics. */
export const metricNamespace = 'Liaison';

/** Each metric with its CloudWatch unit. The sample count of Duration is the number of requests or runs. */
export const metricUnits = {
  /** How long a request or run took. */
  Duration: 'Milliseconds',
  /** Attempts that were repeated, by this service or by the SDK, including conflicts. */
  Retries: 'Count',
  /** Attempts that failed because another client wrote the same items. */
  Conflicts: 'Count',
  /** Stream records in a batch, after filtering. */
  Records: 'Count',
  /** Age of the first record of a batch when the reader received it. */
  Lag: 'Milliseconds',
  /** Stream records that were sent to the failure queue. */
  SetAside: 'Count',
  /** Events that the bus accepted. */
  Published: 'Count',
  /** Events that started no run, because the chain of events before them is too long. */
  ChainsStopped: 'Count',
} as const;

export type MetricName = keyof typeof metricUnits;

/** Dimensions in addition to `service`, which every metric has: the name of the stack. */
export type Dimension = 'operation' | 'code' | 'function';

/** The `code` of a successful answer. */
export const successCode = 'Success';

/** Metrics that are written once for each of these dimensions; null is the whole service. */
interface MetricGroup {
  readonly by: readonly (Dimension | null)[];
  readonly metrics: readonly MetricName[];
}

const ofService: MetricGroup = { by: [null], metrics: ['Retries', 'Conflicts', 'Published'] };

/** The metrics of each kind of log line. A line without a number for a metric omits the metric. */
export const metricGroups = {
  request: [{ by: ['operation', 'code'], metrics: ['Duration'] }, ofService],
  'stream batch': [{ by: ['function'], metrics: ['Records', 'Lag', 'SetAside'] }, ofService],
  'workflow run': [
    { by: ['function'], metrics: ['Duration'] },
    { by: [null], metrics: ['ChainsStopped'] },
    ofService,
  ],
} as const satisfies Record<string, readonly MetricGroup[]>;

export type LineKind = keyof typeof metricGroups;
