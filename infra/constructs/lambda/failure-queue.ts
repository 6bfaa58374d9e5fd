// A queue for stream records and events that failed after all retries, with an alarm.
import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { alarmThresholds } from '../alarms/alarm-thresholds.ts';
import { type RunbookSection, ServiceAlarm } from '../alarms/service-alarm.ts';

export interface FailureQueueProps {
  /** What the messages stand for, for the alarm: "Changes that were not counted". */
  readonly contents: string;
  /** The runbook section that says what to do about them. */
  readonly section: RunbookSection;
  /** Whether it is the dead-letter queue of another queue. Default: false. */
  readonly isDeadLetterQueue?: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** Stores messages for 14 days, the maximum of SQS. */
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
      // The rule knows dead-letter queues of queues only.
      ...(props.isDeadLetterQueue ? [] : ['AwsSolutions::AwsSolutions-SQS3']),
      'Serverless::Serverless-SQSRedrivePolicy',
    ]) {
      Validations.of(this.queue).acknowledge({
        id,
        reason:
          'This is itself a queue of failures: its messages wait for a replay, and an alarm reports them. ' +
          'A dead-letter queue behind it would hide messages from both.',
      });
    }
    this.alarm = new ServiceAlarm(this, 'NotEmpty', {
      means: `${props.contents} are waiting in a failure queue`,
      section: props.section,
      // It is over when an operator has replayed the messages, and that operator knows.
      notifiesWhenOver: false,
      metric: this.queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      ...alarmThresholds.failureQueueNotEmpty,
    });
  }

  /** Lets a function put stream records that it cannot process into the queue. */
  grantSetAside(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.failureQueueUrl, this.queue.queueUrl);
    this.queue.grantSendMessages(fn);
  }
}
