// A workflow: what is done for each event of one kind, or on a schedule.
import { Duration, Validations } from 'aws-cdk-lib';
import { Rule, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { type EventType, eventSource } from '../../../shared/contracts/event-schemas.ts';
import { type FunctionSettings, LiaisonFunction } from '../api/liaison-function.ts';
import { FailureQueue } from '../table/failure-queue.ts';
import type { ConnectionEvents } from './connection-events.ts';

interface OnEvents {
  /** The event it is run for, or several. */
  readonly on: EventType | readonly EventType[];
  /**
   * What the event's detail must be like, in EventBridge's patterns:
   * `{connection: {record1RoleId: ['vendor']}}`. Default: anything.
   */
  readonly where?: Readonly<Record<string, unknown>>;
}

interface OnSchedule {
  /** When it is run, instead of `on`. */
  readonly schedule: Schedule;
}

/** Log retention and removal policy are those of `events`, unless they are given. */
export type WorkflowProps = Partial<FunctionSettings> &
  (OnEvents | OnSchedule) & {
    /** The service it belongs to: `service.events`, or a bus by its name. */
    readonly events: ConnectionEvents;
    /** The file that exports `handler`, made with `workflow(...)`: your own by its absolute path. */
    readonly entry: string;
    /** What it does, in a few words. */
    readonly purpose: string;
  };

/**
 * A Lambda function on a rule of the bus (or on a schedule), tried again for six hours where it
 * cannot be started and twice where it fails; then the event is in its dead-letter queue, and an
 * alarm tells of it. It has no rights but those it is granted: `table.grantRead(workflow.fn)`.
 */
export class Workflow extends Construct {
  readonly fn: LiaisonFunction;
  readonly failures: FailureQueue;
  readonly events: ConnectionEvents;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    this.events = props.events;
    const { entry, purpose, logRetentionDays, logLevel, removalPolicy } = {
      ...props.events.functionSettings,
      ...props,
    };
    this.failures = new FailureQueue(this, 'Failures', {
      holds: `Events that the workflow ${id} could not process`,
      section: 'events-that-a-workflow-could-not-process',
      removalPolicy,
    });
    this.fn = new LiaisonFunction(this, 'Function', {
      entry,
      purpose,
      // A sweep over many connections takes long; one cut short goes on when it is tried again.
      timeout: Duration.minutes(15),
      runsFor: 'events',
      logRetentionDays,
      logLevel,
      removalPolicy,
    });
    this.fn.addEnvironment(environmentNames.functionName, id);
    const again = { retryAttempts: 2, maxEventAge: Duration.hours(6) };
    this.fn.configureAsyncInvoke({ ...again, onFailure: new SqsDestination(this.failures.queue) });
    Validations.of(this.fn).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'What fails goes to an on-failure destination, which keeps the error beside the event, as a ' +
        'replay needs it; a dead-letter queue would get a second copy.',
    });
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
