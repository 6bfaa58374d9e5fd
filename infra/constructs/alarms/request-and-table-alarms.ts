// The alarms about requests (failing, slow, busy) and about the table (throttled, failing).
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { alarmThresholds, minimumCounts } from './alarm-thresholds.ts';
import { apiMetric, serviceMetric, tableMetric, tableOperations } from './cloudwatch-metrics.ts';
import { ServiceAlarm } from './service-alarm.ts';

export interface RequestAndTableAlarmsProps {
  readonly apiId: string;
  readonly tableName: string;
}

const period = Duration.minutes(5);

/** Functions, stream readers and failure queues create their own alarms. */
export class RequestAndTableAlarms extends Construct {
  constructor(scope: Construct, id: string, { apiId, tableName }: RequestAndTableAlarmsProps) {
    super(scope, id);
    new ServiceAlarm(this, 'RequestsFail', {
      means:
        'More than 1 % of the requests within five minutes, and at least 5, were answered with 5xx',
      section: 'requests-fail',
      metric: new MathExpression({
        expression: `IF(failures >= ${minimumCounts.failures}, 100 * failures / requests, 0)`,
        label: '% answered with 5xx',
        usingMetrics: {
          failures: apiMetric(apiId, '5xx', 'Sum'),
          requests: apiMetric(apiId, 'Count', 'Sum'),
        },
        period,
      }),
      ...alarmThresholds.requestsFail,
    });
    new ServiceAlarm(this, 'RequestsSlow', {
      means:
        'One request in a hundred took more than 3 seconds in each of three five-minute periods with at least 50 requests',
      section: 'requests-are-slow',
      metric: new MathExpression({
        expression: `IF(requests >= ${minimumCounts.requestsForP99}, latency, 0)`,
        label: 'p99 in ms',
        usingMetrics: {
          latency: apiMetric(apiId, 'Latency', 'p99'),
          requests: apiMetric(apiId, 'Count', 'Sum'),
        },
        period,
      }),
      ...alarmThresholds.requestsSlow,
    });
    new ServiceAlarm(this, 'RequestsBusy', {
      means: 'At least 10 requests were answered with Busy in two of three five-minute periods',
      section: 'requests-are-refused-as-busy',
      metric: serviceMetric(this, 'Duration', { statistic: 'SampleCount' }, { code: 'Busy' }),
      ...alarmThresholds.requestsBusy,
    });
    const ofAllOperations = (metricName: string): IMetric =>
      new MathExpression({
        expression: 'SUM(METRICS())',
        label: metricName,
        usingMetrics: Object.fromEntries(
          tableOperations.map((operation, at) => [
            `m${at}`,
            tableMetric(tableName, metricName, operation),
          ]),
        ),
        period,
      });
    new ServiceAlarm(this, 'TableThrottled', {
      means:
        'DynamoDB throttled at least 10 requests to the table or an index in two of three five-minute periods',
      section: 'the-table-is-throttled',
      metric: ofAllOperations('ThrottledRequests'),
      ...alarmThresholds.tableThrottled,
    });
    new ServiceAlarm(this, 'TableFails', {
      means:
        'DynamoDB failed at least 5 requests with errors of its own in two of three five-minute periods',
      section: 'dynamodb-fails',
      metric: ofAllOperations('SystemErrors'),
      ...alarmThresholds.tableFails,
    });
  }
}
