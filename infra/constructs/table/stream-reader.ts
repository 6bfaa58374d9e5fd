// A function that reads the table's stream, with all that keeps it from losing a record.
import { Duration, Validations } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';
import { type FunctionSettings, LiaisonFunction } from '../api/liaison-function.ts';
import type { ConnectionTable } from './connection-table.ts';
import { FailureQueue, type FailureQueueProps } from './failure-queue.ts';

export interface StreamReaderProps extends FunctionSettings {
  readonly table: ConnectionTable;
  readonly entry: string;
  readonly purpose: string;
  /** Which records of the stream it is given (filter patterns); at most 5. */
  readonly filters: readonly object[];
  /** What is missing while messages are in its failure queue, for the alarm. */
  readonly failures: Pick<FailureQueueProps, 'holds' | 'section'>;
}

/** A stream may have two readers, no more: AWS throttles a third. */
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
        "Only the stream's mapping calls it, and waits for the answer; what fails goes to the mapping's " +
        'on-failure destination. A dead-letter queue takes asynchronous calls alone.',
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
        // Trouble is waited for by age: how fast Lambda tries again is its own affair.
        retryAttempts: 10_000,
        maxRecordAge: Duration.hours(6),
        onFailure: new SqsDlq(this.failures.queue),
      }),
    );
    this.lateAlarm = new ServiceAlarm(this, 'Late', {
      means: `What ${purpose} has been more than 5 minutes behind for 3 minutes`,
      section: 'a-reader-is-late',
      metric: this.fn.metric('IteratorAge', {
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: Duration.minutes(5).toMilliseconds(),
      // A point is there only when Lambda tries, which it does ever more seldom.
      evaluationPeriods: 15,
      datapointsToAlarm: 3,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    });
  }
}
