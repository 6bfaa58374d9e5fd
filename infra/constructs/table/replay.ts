// The operator's function that replays what is in the failure queues.
import { Duration, Lazy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { type FunctionSettings, LiaisonFunction } from '../api/liaison-function.ts';
import type { ConnectionEvents } from '../events/connection-events.ts';
import { Workflow } from '../events/workflow.ts';
import type { ConnectionTable } from './connection-table.ts';
import { StreamReader } from './stream-reader.ts';

/** Log retention and removal policy are those of `events`, unless they are given. */
export interface ReplayProps extends Partial<FunctionSettings> {
  /** The workflows that it replays for are those of its own stack on these events. */
  readonly events: ConnectionEvents;
  /** The table whose readers it replays for. Default: none, for a stack that has only workflows. */
  readonly table?: ConnectionTable;
}

/**
 * Replays for the readers of a table's stream and the workflows of its stack, whenever they are
 * added. May read their queues and the stream, and invoke them; it never touches the table.
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
        'An operator calls it and reads its answer; what it could not replay stays in its queue.',
    });
    // Only when the template is made is it known what there is.
    const failing = () =>
      Stack.of(this)
        .node.findAll()
        .filter((each) => each instanceof StreamReader || each instanceof Workflow)
        .filter((each) =>
          each instanceof StreamReader ? each.table === table : each.events === events,
        );
    const urls = Lazy.string({
      produce: () =>
        failing()
          .map(({ failures }) => failures.queue.queueUrl)
          .join(','),
    });
    this.fn.addEnvironment(environmentNames.failureQueueUrls, urls);
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['sqs:DeleteMessage', 'sqs:ReceiveMessage'],
        resources: Lazy.list({
          produce: () => failing().map(({ failures }) => failures.queue.queueArn),
        }),
      }),
    );
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: Lazy.list({ produce: () => failing().map(({ fn }) => fn.functionArn) }),
      }),
    );
    table?.grantReadStream(this.fn);
  }
}
