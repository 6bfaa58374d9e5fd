// The CloudWatch metrics that alarms and dashboard use: our own, the API's and the table's.
import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';
import {
  type Dimension,
  type MetricName,
  metricNamespace,
} from '../../../functions/telemetry/metrics.ts';

const period = Duration.minutes(5);

/** A metric that the functions of this stack write; without dimensions, for the whole service. */
export function serviceMetric(
  scope: IConstruct,
  metricName: MetricName,
  options: MetricOptions,
  by: Partial<Record<Dimension, string>> = {},
): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName,
    period,
    ...options,
    dimensionsMap: { service: Stack.of(scope).stackName, ...by },
  });
}

/** For a dashboard: one of our metrics with a line for each value of a dimension that has data. */
export function metricByDimension(
  scope: IConstruct,
  metricName: MetricName,
  by: Dimension,
  statistic: string,
): MathExpression {
  const schema = `${metricNamespace},service,${by}`;
  const search = `{${schema}} MetricName="${metricName}" service="${Stack.of(scope).stackName}"`;
  return new MathExpression({
    expression: `SEARCH('${search}', '${statistic}', ${period.toSeconds()})`,
    label: `\${PROP('Dim.${by}')}`,
  });
}

/** A metric of the HTTP API: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const apiMetric = (
  ApiId: string,
  metricName: 'Count' | '4xx' | '5xx' | 'Latency',
  statistic: string,
): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName,
    statistic,
    period,
    dimensionsMap: { ApiId },
  });

/** The operations that the functions call; DynamoDB counts throttling and its own errors by operation. */
export const tableOperations = [
  'BatchGetItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'TransactWriteItems',
] as const;

/** A metric of the table, for one operation or for all. */
export const tableMetric = (
  TableName: string,
  metricName: string,
  operation?: (typeof tableOperations)[number],
): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    statistic: 'Sum',
    period,
    dimensionsMap: { TableName, ...(operation && { Operation: operation }) },
  });
