// The queue in front of a workflow's function, which limits how many runs there are at once.
import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames, maximumReceives } from '../../../functions/runtime/environment.ts';
import { alarmThresholds } from '../alarms/alarm-thresholds.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';
import type { FailureQueue } from '../lambda/failure-queue.ts';
import type { LiaisonFunction } from '../lambda/liaison-function.ts';

export interface WorkflowQueueProps {
  readonly fn: LiaisonFunction;
  /** Timeout of the function. */
  readonly timeout: Duration;
  /** Runs of the function at once, 2-1,000. */
  readonly concurrency: number;
  /** How often a message is received before it is in the dead-letter queue. */
  readonly maxReceiveCount: number;
  /** Receives a message after as many failures. */
  readonly failures: FailureQueue;
  /** What the workflow does, for the alarm. */
  readonly purpose: string;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * A queue whose messages Lambda passes to the function one by one. The function may send an event to it
 * again, to continue an unfinished run, and may choose when a failed message is received again.
 */
export class WorkflowQueue extends Construct {
  readonly queue: Queue;
  readonly lateAlarm: ServiceAlarm;

  constructor(scope: Construct, id: string, props: WorkflowQueueProps) {
    super(scope, id);
    const { fn, failures, purpose } = props;
    this.queue = new Queue(this, 'Queue', {
      // The maximum: SQS deletes older messages, even those that were never received. A message keeps its age
      // when it moves to the dead-letter queue, so a shorter time here would not leave more time there.
      retentionPeriod: Duration.days(14),
      // Six times the function's, as AWS recommends: Lambda retries within it when the account is out of
      // concurrent executions. A failed run ends it sooner: see functions/events/workflow-queue.ts.
      visibilityTimeout: Duration.seconds(6 * props.timeout.toSeconds()),
      deadLetterQueue: { queue: failures.queue, maxReceiveCount: props.maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: props.removalPolicy,
    });
    const mapping = fn.addEventSourceMapping('Messages', {
      eventSourceArn: this.queue.queueArn,
      batchSize: 1,
      maxConcurrency: props.concurrency,
    });
    Validations.of(mapping).acknowledge({
      id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
      reason:
        'A mapping on a queue has no on-failure destination: after five failures SQS itself moves the ' +
        "message to the queue's dead-letter queue.",
    });
    this.#grantWork(fn, failures);
    if (props.maxReceiveCount !== maximumReceives) {
      fn.addEnvironment(environmentNames.maxReceiveCount, String(props.maxReceiveCount));
    }
    // Lambda would end an event's chain of runs after about 16, as a loop. The entry allows 1,000.
    (fn.node.defaultChild as CfnFunction).recursiveLoop = 'Allow';
    this.lateAlarm = new ServiceAlarm(this, 'Late', {
      means: `An event has been in the queue of the workflow that ${purpose} for more than an hour`,
      section: 'a-workflow-is-late',
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
      ...alarmThresholds.workflowLate,
    });
  }

  /** The mapping uses the first three rights, the function itself the others: it deletes an event that it has set aside. */
  #grantWork(fn: LiaisonFunction, failures: FailureQueue): void {
    this.queue.grant(
      fn,
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
      'sqs:SendMessage',
    );
    fn.addEnvironment(environmentNames.workflowQueueUrl, this.queue.queueUrl);
    fn.addEnvironment(environmentNames.workflowFailureQueueUrl, failures.queue.queueUrl);
    failures.queue.grant(fn, 'sqs:SendMessage');
  }
}
