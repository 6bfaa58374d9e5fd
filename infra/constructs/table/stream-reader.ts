// A function that reads the table's stream, with the settings that keep it from losing a record.
import { Duration, Validations } from 'aws-cdk-lib';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { alarmThresholds } from '../alarms/alarm-thresholds.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';
import { FailureQueue, type FailureQueueProps } from '../lambda/failure-queue.ts';
import { type FunctionSettings, LiaisonFunction } from '../lambda/liaison-function.ts';
import type { ConnectionTable } from './connection-table.ts';

export interface StreamReaderProps extends FunctionSettings {
  readonly table: ConnectionTable;
  readonly entry: string;
  readonly purpose: string;
  /** Filter patterns of the stream records that the function receives; at most 5. */
  readonly filters: readonly object[];
  /** What is missing while messages are in its failure queue, for the alarm. */
  readonly failures: Pick<FailureQueueProps, 'contents' | 'section'>;
}

/** A stream may have at most two readers: AWS throttles a third. */
export class StreamReader extends Construct {
  readonly fn: LiaisonFunction;
  readonly failures: FailureQueue;
  readonly table: ConnectionTable;
  readonly lateAlarm: ServiceAlarm;

  constructor(scope: Construct, id: string, props: StreamReaderProps) {
    super(scope, id);
    this.table = props.table;
    const { table, entry, purpose, logRetentionDays, logLevel, removalPolicy } = props;
    const timeout = Duration.minutes(1);
    this.fn = new LiaisonFunction(this, 'Function', {
      entry,
      purpose,
      timeout,
      runsFor: 'events',
      logRetentionDays,
      logLevel,
      removalPolicy,
    });
    Validations.of(this.fn).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        "Only the stream's mapping calls it, synchronously; failed records go to the mapping's " +
        'on-failure destination. A dead-letter queue is for asynchronous calls only.',
    });
    this.fn.addEnvironment(environmentNames.functionName, id);
    this.failures = new FailureQueue(this, 'Failures', { ...props.failures, removalPolicy });
    this.failures.grantSetAside(this.fn);
    this.fn.addEventSource(
      new DynamoEventSource(table.streamed, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        filters: props.filters.map((pattern) => FilterCriteria.filter(pattern)),
        batchSize: 250,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        // The age is the limit: Lambda decides how fast it retries, so a number of retries says little.
        retryAttempts: 10_000,
        maxRecordAge: Duration.hours(6),
        onFailure: new SqsDlq(this.failures.queue),
      }),
    );
    this.lateAlarm = new ServiceAlarm(this, 'Late', {
      means: `The stream reader that ${purpose} was more than 5 minutes behind for 3 minutes`,
      section: 'a-reader-is-late',
      metric: this.fn.metric('IteratorAge', {
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      ...alarmThresholds.readerLate,
    });
  }
}
