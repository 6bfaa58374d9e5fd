// One line for each thing done: a log entry and, in the same line, its metrics (CloudWatch's EMF).
import { AsyncLocalStorage } from 'node:async_hooks';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError, throwable } from './logged-error.ts';
import {
  type LineKind,
  type MetricName,
  metricGroups,
  metricNamespace,
  metricUnits,
} from './metrics.ts';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;
export type Level = 'INFO' | 'WARN' | 'ERROR';

const { serviceName, logLevel } = readEnvironment(process.env, 'serviceName', 'logLevel');
const isShown = (level: Level) => levels.indexOf(level) >= levels.indexOf(logLevel);

/** What is told of one thing done. Never contents, names, descriptions, filters, tokens or cursors. */
export interface Line extends Partial<Record<MetricName, number>> {
  level?: Level;
  [field: string]: unknown;
}

/** Of what is under way: in one environment of the local host, many requests at once. */
const underWay = new AsyncLocalStorage<Line>();

/**
 * Does some work and writes its line, whatever comes of it. Without a level of its own the line is
 * INFO, or ERROR when the work throws; then what is thrown again is fit to be logged by Lambda.
 * @param work may add to the line
 */
export async function withLine<Result>(
  kind: LineKind | 'replay',
  line: Line,
  work: (line: Line) => Promise<Result>,
): Promise<Result> {
  const began = performance.now();
  try {
    return await underWay.run(line, () => work(line));
  } catch (error) {
    line.level ??= 'ERROR';
    line.error = loggedError(error);
    throw throwable(error);
  } finally {
    line.Duration = Math.round((performance.now() - began) * 10) / 10;
    const { level = 'INFO', ...fields } = line;
    if (kind === 'replay') log(level, kind, fields);
    else write(kind, level, fields);
  }
}

/** Adds to a number of the line of what is under way; of nothing, when nothing is. */
export function count(name: MetricName, times = 1): void {
  const line = underWay.getStore();
  if (line) line[name] = (line[name] ?? 0) + times;
}

/** Adds to the line of what is under way. */
export function tell(fields: Line): void {
  Object.assign(underWay.getStore() ?? {}, fields);
}

/** Writes a line of its own, without metrics. */
export function log(level: Level, message: string, fields: Line): void {
  const timestamp = new Date().toISOString();
  if (isShown(level)) put({ level, timestamp, message, service: serviceName, ...fields });
}

function write(kind: LineKind, level: Level, fields: Line): void {
  const now = new Date();
  const groups = metricGroups[kind]
    .map(({ by, metrics }) => ({
      Namespace: metricNamespace,
      Dimensions: by.map((one) => (one ? ['service', one] : ['service'])),
      Metrics: (metrics as readonly MetricName[])
        .filter((name) => fields[name] !== undefined)
        .map((name) => ({ Name: name, Unit: metricUnits[name] })),
    }))
    .filter(({ Metrics }) => Metrics.length > 0);
  const _aws = { Timestamp: now.getTime(), CloudWatchMetrics: groups };
  const timestamp = now.toISOString();
  if (isShown(level)) {
    put({ level, timestamp, message: kind, service: serviceName, ...fields, _aws });
    return;
  }
  // Lambda would drop the line and the metrics with it: they go alone, at the level that is let through.
  const measured = metricGroups[kind].flatMap(({ by, metrics }) => [...by, ...metrics]);
  const numbers = Object.fromEntries(
    measured.flatMap((name) => (name && name in fields ? [[name, fields[name]]] : [])),
  );
  put({ level: logLevel, timestamp, service: serviceName, ...numbers, _aws });
}

/**
 * Straight to standard output: Lambda passes a line of JSON on as it is, whatever the log format,
 * while its own `console` would put it as text into another object, where CloudWatch finds no
 * metrics. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 * ("Lambda doesn't double-encode any logs that are already JSON encoded"); AWS's own libraries do
 * the same, and have to: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Libraries.html
 * It drops what is below the function's level by the root's `level`:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
const put = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
