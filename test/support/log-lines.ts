// A line that a function logs, read as CloudWatch reads it: JSON, with metrics in the embedded format.
import { expect } from 'vitest';
import * as z from 'zod';

const name = z.string().min(1).max(1024);

/**
 * The specification's rules for `_aws`:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const Metadata = z.strictObject({
  Timestamp: z.int().min(0),
  CloudWatchMetrics: z.array(
    z.strictObject({
      Namespace: name,
      Dimensions: z.array(z.array(name.max(250)).max(30)).min(1),
      Metrics: z
        .array(z.strictObject({ Name: name, Unit: z.enum(['Milliseconds', 'Count']) }))
        .min(1)
        .max(100),
    }),
  ),
});

const Line = z.looseObject({
  level: z.enum(['INFO', 'WARN', 'ERROR']),
  timestamp: z.iso.datetime(),
  service: z.string().min(1),
  _aws: Metadata.optional(),
});
export type LogLine = z.output<typeof Line>;

/** Reads a line; it must contain a number for each metric and a text for each dimension. */
export function readLine(text: string): LogLine {
  const line = Line.parse(JSON.parse(text));
  for (const { Dimensions, Metrics } of line._aws?.CloudWatchMetrics ?? []) {
    for (const each of Dimensions.flat()) expect(line[each]).toMatch(/^[\x21-\x7e]{1,1024}$/);
    for (const { Name } of Metrics) expect(line[Name]).toSatisfy(Number.isFinite);
  }
  return line;
}

/** The names of the metrics in a line. */
export const measuredBy = ({ _aws }: LogLine): string[] =>
  (_aws?.CloudWatchMetrics ?? []).flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
