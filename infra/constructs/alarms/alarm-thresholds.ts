// When each alarm goes off: every threshold of the service in one table, with its reason.
import { Duration } from 'aws-cdk-lib';
import { type AlarmProps, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';

type Threshold = Pick<
  AlarmProps,
  'threshold' | 'comparisonOperator' | 'evaluationPeriods' | 'datapointsToAlarm'
>;

const above = ComparisonOperator.GREATER_THAN_THRESHOLD;
const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;

/** With fewer than these in five minutes, a percentage or percentile means little, so there is no alarm. */
export const minimumCounts = {
  /** Failed requests: a single failure at night, among few requests, should wake no one. */
  failures: 5,
  /** Requests: the p99 of fewer requests is the slowest one, usually a cold start. */
  requestsForP99: 50,
} as const;

/** Two of three periods, so that a single burst does not count. */
const twoOutOfThree = { evaluationPeriods: 3, datapointsToAlarm: 2 };

/** Periods are five minutes unless the comment says otherwise. */
export const alarmThresholds = {
  /** Percent of requests answered with 5xx. */
  requestsFail: { comparisonOperator: above, threshold: 1, evaluationPeriods: 1 },
  /** p99 in ms. Three periods, so that one slow burst does not count. */
  requestsSlow: { comparisonOperator: above, threshold: 3_000, evaluationPeriods: 3 },
  /** Requests answered with `Busy`; clients retry a few. */
  requestsBusy: { comparisonOperator: atLeast, threshold: 10, ...twoOutOfThree },
  /** Requests that DynamoDB throttled; the SDK retries a few. */
  tableThrottled: { comparisonOperator: atLeast, threshold: 10, ...twoOutOfThree },
  /** Requests that failed with an error of DynamoDB itself; the SDK retries a few. */
  tableFails: { comparisonOperator: atLeast, threshold: 5, ...twoOutOfThree },
  /** Age in ms of the oldest unread stream record; periods are one minute. */
  readerLate: {
    comparisonOperator: above,
    threshold: Duration.minutes(5).toMilliseconds(),
    // Lambda reports the age only when it tries, which it does less and less often.
    evaluationPeriods: 15,
    datapointsToAlarm: 3,
  },
  /**
   * Age in seconds of the oldest message in a workflow's queue, including the one being processed. The longest
   * run takes 15 minutes, and an event that fails at once is moved to the failure queue after about 15.
   */
  workflowLate: {
    comparisonOperator: above,
    threshold: Duration.hours(1).toSeconds(),
    evaluationPeriods: 1,
  },
  /** Messages in a failure queue; periods are one minute. Each message needs an operator. */
  failureQueueNotEmpty: { comparisonOperator: atLeast, threshold: 1, evaluationPeriods: 1 },
  /** Events that a workflow did not process because of the length of their chain: a loop until shown otherwise. */
  chainsStopped: { comparisonOperator: atLeast, threshold: 1, evaluationPeriods: 1 },
  /** Runs that Lambda throttled. */
  functionThrottled: { comparisonOperator: atLeast, threshold: 1, evaluationPeriods: 2 },
} as const satisfies Record<string, Threshold>;

const atLeastOne = { comparisonOperator: atLeast, threshold: 1 };

/** Failed or timed-out runs of a function, by what invokes the function. */
export const functionFailureThresholds = {
  requests: {
    ...atLeastOne,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    lasting: 'for 10 minutes',
  },
  /** Lambda retries an event, so one failure repairs itself; some functions run only once an hour. */
  events: {
    ...atLeastOne,
    evaluationPeriods: 36,
    datapointsToAlarm: 3,
    lasting: 'in 3 periods of 5 minutes within 3 hours',
  },
  /** An operator's run is not retried. */
  operator: {
    ...atLeastOne,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    lasting: 'within 5 minutes',
  },
} as const satisfies Record<string, Threshold & { readonly lasting: string }>;
