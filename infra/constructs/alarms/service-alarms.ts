// The alarms of the service as its callers see it: failing, slow or busy; and of the table behind it.
import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { ServiceAlarm } from './service-alarm.ts';
import { apiMetric, serviceMetric, tableMetric, tableOperations } from './service-metric.ts';

export interface ServiceAlarmsProps {
  readonly apiId: string;
  readonly tableName: string;
}

const atLeast = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD;

/** All look at periods of five minutes. The alarms of functions, readers and queues are with these. */
export class ServiceAlarms extends Construct {
  constructor(scope: Construct, id: string, { apiId, tableName }: ServiceAlarmsProps) {
    super(scope, id);
    new ServiceAlarm(this, 'RequestsFail', {
      means:
        'More than 1 % of the requests of five minutes, and at least 5, were answered with 5xx',
      section: 'requests-fail',
      metric: new MathExpression({
        // One failure among a few requests of the night wakes nobody.
        expression: 'IF(failures >= 5, 100 * failures / requests, 0)',
        label: '% answered with 5xx',
        usingMetrics: {
          failures: apiMetric(apiId, '5xx', 'Sum'),
          requests: apiMetric(apiId, 'Count', 'Sum'),
        },
        period: Duration.minutes(5),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
    });
    new ServiceAlarm(this, 'RequestsSlow', {
      means:
        'For 15 minutes of 50 requests or more in each five, one in a hundred has taken more than 3 seconds',
      section: 'requests-are-slow',
      metric: new MathExpression({
        // The p99 of a few requests is the slowest of them: a cold start.
        expression: 'IF(requests >= 50, latency, 0)',
        label: 'p99 in ms',
        usingMetrics: {
          latency: apiMetric(apiId, 'Latency', 'p99'),
          requests: apiMetric(apiId, 'Count', 'Sum'),
        },
        period: Duration.minutes(5),
      }),
      threshold: 3_000,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
    new ServiceAlarm(this, 'RequestsBusy', {
      means: 'At least 10 requests of five minutes, twice in 15, were answered with Busy',
      section: 'requests-are-refused-as-busy',
      metric: serviceMetric(this, 'Duration', { statistic: 'SampleCount' }, { code: 'Busy' }),
      threshold: 10,
      comparisonOperator: atLeast,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
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
        period: Duration.minutes(5),
      });
    new ServiceAlarm(this, 'TableThrottled', {
      means:
        'DynamoDB has refused requests to the table or an index as too many, twice in 15 minutes',
      section: 'the-table-is-throttled',
      metric: ofAllOperations('ThrottledRequests'),
      threshold: 10,
      comparisonOperator: atLeast,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
    new ServiceAlarm(this, 'TableFails', {
      means: 'DynamoDB itself has failed requests, twice in 15 minutes',
      section: 'dynamodb-fails',
      metric: ofAllOperations('SystemErrors'),
      threshold: 5,
      comparisonOperator: atLeast,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    });
  }
}
