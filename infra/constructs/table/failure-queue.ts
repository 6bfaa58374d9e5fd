// A queue for what failed for good, and the alarm that tells of it.
import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { type RunbookSection, ServiceAlarm } from '../alarms/service-alarm.ts';

export interface FailureQueueProps {
  /** What has failed when a message is in it, for the alarm: "Changes that were not counted". */
  readonly holds: string;
  /** What to do about them. */
  readonly section: RunbookSection;
  readonly removalPolicy: RemovalPolicy;
}

/** Keeps messages for 14 days, the most that SQS offers. */
export class FailureQueue extends Construct {
  readonly queue: Queue;
  readonly alarm: ServiceAlarm;

  constructor(scope: Construct, id: string, props: FailureQueueProps) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
    });
    for (const id of [
      'AwsSolutions::AwsSolutions-SQS3',
      'Serverless::Serverless-SQSRedrivePolicy',
    ]) {
      Validations.of(this.queue).acknowledge({
        id,
        reason:
          'It is a queue of failures itself: what is in it waits for a replay, an alarm tells of it. ' +
          'A queue behind it would take messages out of the sight of both.',
      });
    }
    this.alarm = new ServiceAlarm(this, 'NotEmpty', {
      means: `${props.holds} are in a queue`,
      section: props.section,
      // It ends when somebody has replayed, and that one knows.
      tellsEnd: false,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
  }

  /** Lets a function put into the queue what it cannot do. */
  grantSetAside(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.failureQueueUrl, this.queue.queueUrl);
    this.queue.grantSendMessages(fn);
  }
}
