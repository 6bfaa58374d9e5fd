// A workflow: what is done for each event of one kind, or on a schedule.
import { Duration } from 'aws-cdk-lib';
import { Rule, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { environmentNames } from '../../functions/environment.ts';
import { type EventType, eventSource } from '../../shared/contracts/events.ts';
import type { ConnectionEvents } from './connection-events.ts';
import { FailureQueue } from './failure-queue.ts';
import { type FunctionSettings, LiaisonFunction } from './liaison-function.ts';

interface OnEvents {
  readonly events: ConnectionEvents;
  /** The event it is run for, or several. */
  readonly on: EventType | readonly EventType[];
  /**
   * What the event's detail must be like, in EventBridge's patterns:
   * `{connection: {record1RoleId: ['vendor']}}`. Default: anything.
   */
  readonly where?: Readonly<Record<string, unknown>>;
}

interface OnSchedule {
  readonly schedule: Schedule;
}

export type WorkflowProps = FunctionSettings &
  (OnEvents | OnSchedule) & {
    /** The file that exports `handler`, made with `workflow(...)`. */
    readonly entry: string;
    /** What it does, in a few words. */
    readonly purpose: string;
  };

/**
 * A Lambda function on a rule of the bus (or on a schedule), tried again for six hours where it
 * cannot be started and twice where it fails; then the event is in its dead-letter queue, and an
 * alarm tells of it. It has no rights but those it is granted: `table.grantReadWrite(workflow.fn)`.
 */
export class Workflow extends Construct {
  readonly fn: LiaisonFunction;
  readonly failures: FailureQueue;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const { entry, purpose, logRetentionDays, logLevel, removalPolicy } = props;
    this.failures = new FailureQueue(this, 'Failures', {
      holds: `Events that the workflow ${id} could not do`,
      section: 'events-that-a-workflow-could-not-do',
      removalPolicy,
    });
    this.fn = new LiaisonFunction(this, 'Function', {
      entry,
      purpose,
      // A sweep over many connections takes long; one cut short goes on when it is tried again.
      timeout: Duration.minutes(15),
      isTriedAgain: true,
      logRetentionDays,
      logLevel,
      removalPolicy,
    });
    this.fn.addEnvironment(environmentNames.functionName, id);
    const again = { retryAttempts: 2, maxEventAge: Duration.hours(6) };
    this.fn.configureAsyncInvoke({ ...again, onFailure: new SqsDestination(this.failures.queue) });
    new Rule(this, 'Rule', {
      description: `Liaison: ${purpose}`,
      ...('schedule' in props
        ? { schedule: props.schedule }
        : {
            eventBus: props.events.bus,
            eventPattern: {
              source: [eventSource],
              detailType: [props.on].flat(),
              ...(props.where && { detail: props.where }),
            },
          }),
      targets: [
        new LambdaTarget(this.fn, {
          deadLetterQueue: this.failures.queue,
          retryAttempts: 185,
          maxEventAge: again.maxEventAge,
        }),
      ],
    });
  }
}
