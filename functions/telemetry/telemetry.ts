// One log line for each request, batch and run; its metrics are in the same line (CloudWatch's EMF).
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

interface Logging {
  readonly serviceName: string;
  readonly logLevel: (typeof levels)[number];
}
let known: Logging | undefined;
/** Read with the first line: a unit test imports this file without an environment. */
function logging(): Logging {
  known ??= readEnvironment(process.env, 'serviceName', 'logLevel');
  return known;
}
const isShown = (level: Level) => levels.indexOf(level) >= levels.indexOf(logging().logLevel);

/**
 * The fields of a log line. Never put contents of records or connections, names, descriptions,
 * filters, tokens or cursors into it.
 */
export interface LogLine extends Partial<Record<MetricName, number>> {
  level?: Level;
  [field: string]: unknown;
}

/** The line of the current request or run: the local host serves many requests in one process. */
const currentLine = new AsyncLocalStorage<LogLine>();

/**
 * Does some work and writes its log line, whether the work succeeds or throws. The level is INFO, or
 * ERROR when the work throws, unless the line already has a level.
 * @param work may add fields to the line
 * @throws what the work throws, without the values that Lambda must not log
 */
export async function withLogLine<Result>(
  kind: LineKind | 'replay',
  line: LogLine,
  work: (line: LogLine) => Promise<Result>,
): Promise<Result> {
  const began = performance.now();
  try {
    return await currentLine.run(line, () => work(line));
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

/** Does some work whose fields for the log line are collected instead of written. */
export const withinLogLine = <Result>(
  line: LogLine,
  work: () => Promise<Result>,
): Promise<Result> => currentLine.run(line, work);

/** Adds to a number in the current log line; has no effect outside of a request or run. */
export function count(name: MetricName, times = 1): void {
  const line = currentLine.getStore();
  if (line) line[name] = (line[name] ?? 0) + times;
}

/** Adds fields to the current log line; has no effect outside of a request or run. */
export function addToLogLine(fields: LogLine): void {
  Object.assign(currentLine.getStore() ?? {}, fields);
}

/** Writes a separate log line, without metrics. */
export function log(level: Level, message: string, fields: LogLine): void {
  const timestamp = new Date().toISOString();
  if (isShown(level)) put({ level, timestamp, message, service: logging().serviceName, ...fields });
}

function write(kind: LineKind, level: Level, fields: LogLine): void {
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
    put({ level, timestamp, message: kind, service: logging().serviceName, ...fields, _aws });
    return;
  }
  // Lambda would drop the line with its metrics, so the metrics are written alone, at a level that passes.
  const measured = metricGroups[kind].flatMap(({ by, metrics }) => [...by, ...metrics]);
  const numbers = Object.fromEntries(
    measured.flatMap((name) => (name && name in fields ? [[name, fields[name]]] : [])),
  );
  put({ level: logging().logLevel, timestamp, service: logging().serviceName, ...numbers, _aws });
}

/**
 * Writes to standard output directly: Lambda logs a line of JSON unchanged, whatever the log format,
 * while its `console` would wrap it as text in another object, where CloudWatch finds no metrics.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 * ("Lambda doesn't double-encode any logs that are already JSON encoded"); AWS's own libraries must
 * do the same: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Libraries.html
 * Lambda drops lines whose top-level `level` is below the function's log level:
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
const put = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
