// The function that lists, shows and replays the contents of the failure queues.
import { Duration, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import type { ConnectionEvents } from '../events/connection-events.ts';
import { Workflow } from '../events/workflow-construct.ts';
import { type FunctionSettings, LiaisonFunction } from '../lambda/liaison-function.ts';
import type { ConnectionTable } from '../table/connection-table.ts';
import { StreamReader } from '../table/stream-reader.ts';

/** Log settings and removal policy default to those of `events`. */
export interface ReplayProps extends Partial<FunctionSettings> {
  /** It replays for the workflows of its own stack on these events. */
  readonly events: ConnectionEvents;
  /** It replays for the readers of this table's stream. Default: none, for a stack with only workflows. */
  readonly table?: ConnectionTable;
}

/**
 * Lists, shows and replays failures of the readers of a table's stream and of the workflows of its stack, also those
 * added later. An operator invokes it; in a service it also serves the routes for failures. It may read their failure
 * queues and the stream, invoke them, and send events to the queues of workflows; it never touches the table.
 */
export class Replay extends Construct {
  readonly fn: LiaisonFunction;

  constructor(scope: Construct, id: string, { table, events, ...settings }: ReplayProps) {
    super(scope, id);
    this.fn = new LiaisonFunction(this, 'Function', {
      ...events.functionSettings,
      ...settings,
      entry: 'functions/handlers/replay.ts',
      purpose: 'replays what failed',
      runsFor: 'operator',
      timeout: Duration.minutes(15),
    });
    Validations.of(this.fn).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'An operator calls it and reads the answer; messages that it cannot replay stay in their queue.',
    });
    // The readers and workflows are not all known before the template is written.
    const replayable = () =>
      Stack.of(this)
        .node.findAll()
        .filter((each) => each instanceof StreamReader || each instanceof Workflow)
        .filter((each) =>
          each instanceof StreamReader ? each.table === table : each.events === events,
        );
    const names = (each: StreamReader | Workflow) => [
      each.node.id,
      each.failures.queue.queueName,
      ...queuesOf(each).map(({ queueName }) => queueName),
    ];
    this.fn.addEnvironment(
      environmentNames.failureQueues,
      Lazy.string({
        produce: () =>
          replayable()
            .map((each) => names(each).join('/'))
            .join('//'),
      }),
    );
    this.fn.addEnvironment(
      environmentNames.queuesUrl,
      Lazy.string({ produce: () => replayable()[0]?.failures.queue.queueUrl ?? '' }),
    );
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'sqs:ChangeMessageVisibility',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
        ],
        resources: Lazy.list({
          produce: () => replayable().map(({ failures }) => failures.queue.queueArn),
        }),
      }),
    );
    // A workflow behind a queue is replayed through the queue, so that its limit applies.
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:GetQueueAttributes', 'sqs:SendMessage'],
        resources: Lazy.list({
          produce: () =>
            replayable()
              .flatMap(queuesOf)
              .map(({ queueArn }) => queueArn),
        }),
      }),
    );
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Lazy.list({ produce: () => replayable().map(({ fn }) => fn.functionArn) }),
      }),
    );
    table?.grantReadStream(this.fn);
  }
}

/** The queue in front of a workflow on events; others have none. */
const queuesOf = (each: StreamReader | Workflow) =>
  each instanceof Workflow && each.queue ? [each.queue.queue] : [];
