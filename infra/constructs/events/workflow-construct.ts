// A workflow: a function that runs for each event of certain types, through a queue, or on a schedule.
import { Annotations, Duration, Names, Token, Validations } from 'aws-cdk-lib';
import { Rule, type Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { environmentNames, maximumReceives } from '../../../functions/runtime/environment.ts';
import type { EventType } from '../../../shared/contracts/event-schemas.ts';
import { eventSource } from '../../../shared/contracts/event-source.ts';
import { checkWhere } from '../../../shared/patterns/check-where.ts';
import { PatternError } from '../../../shared/patterns/pattern-error.ts';
import type { Where } from '../../../shared/patterns/where.ts';
import { FailureQueue } from '../lambda/failure-queue.ts';
import {
  type FunctionSettings,
  LiaisonFunction,
  type OwnFunctionProps,
  ownOf,
} from '../lambda/liaison-function.ts';
import { alarmOnStoppedChains } from './chains-stopped-alarm.ts';
import type { ConnectionEvents } from './connection-events.ts';
import { OnceTable } from './once-table.ts';
import { refuseNonsense } from './workflow-limits.ts';
import { WorkflowQueue } from './workflow-queue-construct.ts';

interface OnEvents<Type extends EventType> {
  /** The type of event, or several types, that start the workflow. */
  readonly on: Type | readonly Type[];
  /**
   * An EventBridge pattern that the event's detail must match: `{connection: {record1RoleId: ['vendor']}}`, or
   * `becomes('vendor')`. Values may be tokens. Default: every event.
   */
  readonly where?: Where<NoInfer<Type>>;
  /** Runs at once, 2-1,000; other events wait in the queue. Default: `workflowConcurrency` of the service. */
  readonly concurrency?: number;
  /**
   * Whether events that this workflow's own writes caused start it, too. `true` leaves them out, also if Liaison
   * completed such a write in the background. Default: they start it.
   */
  readonly skipOwn?: boolean;
  /**
   * The longest chain of events, each caused by the one before it, that the workflow continues, 1-1,000: an event
   * with a greater `depth` starts no run, is logged as an error, and raises an alarm. `Infinity` is for a
   * workflow that never causes an event that starts it, not even through others. Default: 16.
   */
  readonly maxDepth?: number;
  /**
   * How often a message is received before it is in the dead-letter queue, 1-100: with 5, a failed event is
   * processed again four times. With less than 5, AWS advises, throttling alone may use them up. Default: 5.
   */
  readonly maxReceiveCount?: number;
}

interface OnSchedule {
  /** When the workflow runs, instead of `on`. */
  readonly schedule: Schedule;
  /** How often Lambda repeats a failed run, 0-2. Default: 2. */
  readonly retryAttempts?: number;
}

/** Characters of a rule's pattern: what EventBridge accepts, and what it accepts by default. */
const patternSizes = { most: 4_096, quota: 2_048 } as const;

/**
 * Log settings and removal policy default to those of `events`. The props of `NodejsFunction` mean what they mean
 * in CDK; `bundling`, its `esbuildArgs` and `environment` are added to Liaison's own. `timeout`: 1 second to
 * 15 minutes, default 15 minutes; the queue's visibility timeout is six times as long. `memorySize`: in MB,
 * default 1,024. `architecture`: default ARM. In a VPC without a way to the internet, the function needs an endpoint
 * for SQS.
 */
export type WorkflowProps<Type extends EventType = EventType> = Partial<FunctionSettings> &
  OwnFunctionProps &
  (OnEvents<Type> | OnSchedule) & {
    /** The service that the workflow belongs to: `service.events`, or a bus by its name. */
    readonly events: ConnectionEvents;
    /** Absolute path of the file that exports `handler`, which `workflow(...)` creates. */
    readonly entry: string;
    /** What the workflow does, in a few words. */
    readonly purpose: string;
    /**
     * Whether the function may use `once` of `liaison/workflow`: makes a table for what has happened, whose items
     * expire after 30 days. Default: false.
     */
    readonly once?: boolean;
  };

/**
 * A Lambda function behind a rule of the bus and a queue, or behind a schedule. The queue limits how many runs
 * there are at once, and by default repeats a failed one four times. After that the event is in the workflow's failure
 * queue, and an alarm reports it. A failed run on a schedule is by default repeated twice. The function has only the rights that
 * you grant: `table.grantRead(workflow.fn)`.
 */
export class Workflow<Type extends EventType = EventType> extends Construct {
  readonly fn: LiaisonFunction;
  readonly failures: FailureQueue;
  readonly events: ConnectionEvents;
  /** What the events that its writes cause have as their `workflow`: unique in the app. */
  readonly workflowName: string;
  /** Undefined for a workflow on a schedule. */
  readonly queue: WorkflowQueue | undefined;

  /**
   * @throws Error with the prop's name if a number is outside its limits, `entry` is no file, or `where` is no pattern
   * for the events of `on`: a wrong field, value or operator, with its place; or a condition on `workflow` in
   * addition to `skipOwn`.
   */
  constructor(scope: Construct, id: string, props: WorkflowProps<Type>) {
    super(scope, id);
    refuseNonsense(id, props);
    this.events = props.events;
    const { entry, purpose, logRetentionDays, logLevel, removalPolicy } = {
      ...props.events.functionSettings,
      ...props,
    };
    this.failures = new FailureQueue(this, 'Failures', {
      contents: `Events that the workflow ${id} could not process`,
      section: 'events-that-a-workflow-could-not-process',
      isDeadLetterQueue: !('schedule' in props),
      removalPolicy,
    });
    // The maximum of Lambda: a sweep over many connections takes long.
    const timeout = props.timeout ?? Duration.minutes(15);
    this.fn = new LiaisonFunction(this, 'Function', {
      entry,
      purpose,
      ...ownOf(props),
      timeout,
      runsFor: 'events',
      logRetentionDays,
      logLevel,
      removalPolicy,
    });
    this.fn.addEnvironment(environmentNames.functionName, id);
    this.workflowName = Names.uniqueResourceName(this, { maxLength: 64, separator: '-' });
    this.fn.addEnvironment(environmentNames.workflowName, this.workflowName);
    if (props.once) new OnceTable(this, 'Once', this.fn);
    const maxEventAge = Duration.hours(6);
    // For a schedule, a replay, and someone who invokes the function without waiting for it.
    this.fn.configureAsyncInvoke({
      retryAttempts: ('retryAttempts' in props ? props.retryAttempts : undefined) ?? 2,
      maxEventAge,
      onFailure: new SqsDestination(this.failures.queue),
    });
    Validations.of(this.fn).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'Failed events go to an on-failure destination, which also stores the error, as a replay ' +
        'needs it; a dead-letter queue would receive a second copy.',
    });
    const delivery = { deadLetterQueue: this.failures.queue, retryAttempts: 185, maxEventAge };
    const description = `Liaison: ${purpose}`;
    if ('schedule' in props) {
      new Rule(this, 'Rule', {
        description,
        schedule: props.schedule,
        targets: [new LambdaTarget(this.fn, delivery)],
      });
      return;
    }
    this.queue = new WorkflowQueue(this, 'Queue', {
      fn: this.fn,
      timeout,
      concurrency: props.concurrency ?? props.events.workflowConcurrency,
      maxReceiveCount: props.maxReceiveCount ?? maximumReceives,
      failures: this.failures,
      purpose,
      removalPolicy,
    });
    const detailType = [props.on].flat() as EventType[];
    const detail = props.skipOwn ? this.#notOwn(props.where) : props.where;
    if (detail) this.#checkWhere(detail, detailType);
    this.#limitDepth(props.maxDepth ?? 16);
    new Rule(this, 'Rule', {
      description,
      eventBus: props.events.bus,
      eventPattern: {
        source: [eventSource],
        detailType,
        ...(detail && { detail }),
      },
      targets: [new SqsQueue(this.queue.queue, delivery)],
    });
  }

  /** The conditions of `where`, and that another workflow, or none, made the change. */
  #notOwn(where: object = {}): Readonly<Record<string, unknown>> {
    if ('workflow' in where) {
      throw new Error(
        `Workflow "${this.node.id}": where has a condition on workflow, which skipOwn sets, too; leave out one of them`,
      );
    }
    // EventBridge does not document whether anything-but matches null.
    return { ...where, workflow: [null, { 'anything-but': [this.workflowName] }] };
  }

  #limitDepth(maxDepth: number): void {
    if (maxDepth === Number.POSITIVE_INFINITY) return;
    const isValid = Number.isInteger(maxDepth) && maxDepth >= 1 && maxDepth <= 1000;
    if (!isValid && !Token.isUnresolved(maxDepth)) {
      throw new Error(
        `Workflow "${this.node.id}": maxDepth is ${maxDepth}; it must be a whole number from 1 to 1,000, or Infinity`,
      );
    }
    this.fn.addEnvironment(environmentNames.maxDepth, String(maxDepth));
    alarmOnStoppedChains(this);
  }

  #checkWhere(where: object, types: readonly EventType[]): void {
    const { id } = this.node;
    try {
      checkWhere(where, types, Token.isUnresolved);
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      throw new Error(`Workflow "${id}": ${error.message}`);
    }
    const size = JSON.stringify({
      source: [eventSource],
      'detail-type': types,
      detail: where,
    }).length;
    const isKnown = !Token.isUnresolved(where);
    if (isKnown && size > patternSizes.most) {
      throw new Error(
        `Workflow "${id}": where: the pattern has ${size} characters, and EventBridge accepts ${patternSizes.most}`,
      );
    }
    if (isKnown && size > patternSizes.quota) {
      Annotations.of(this).addWarningV2(
        'liaison:pattern-size',
        `The pattern of this workflow has ${size} characters. EventBridge accepts more than ` +
          `${patternSizes.quota} only in an account whose quota was increased.`,
      );
    }
  }
}
