// The operator's function that replays what is in the failure queues.
import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { environmentNames } from '../../functions/environment.ts';
import type { ConnectionTable } from './connection-table.ts';
import type { FailureQueue } from './failure-queue.ts';
import { type FunctionSettings, LiaisonFunction } from './liaison-function.ts';

export interface ReplayProps extends FunctionSettings {
  readonly table: ConnectionTable;
  /** The functions, each with the queue of what it failed on. */
  readonly of: readonly { readonly fn: LiaisonFunction; readonly failures: FailureQueue }[];
}

/** May read the queues and the stream, and invoke the functions; it never touches the table. */
export class Replay extends Construct {
  readonly fn: LiaisonFunction;

  constructor(scope: Construct, id: string, { table, of, ...settings }: ReplayProps) {
    super(scope, id);
    this.fn = new LiaisonFunction(this, 'Function', {
      ...settings,
      entry: 'functions/replay.ts',
      purpose: 'replays what failed',
      timeout: Duration.minutes(15),
    });
    const urls = of.map(({ failures }) => failures.queue.queueUrl);
    this.fn.addEnvironment(environmentNames.failureQueueUrls, urls.join(','));
    for (const { failures } of of) failures.queue.grantConsumeMessages(this.fn);
    this.fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: of.map(({ fn }) => fn.functionArn),
      }),
    );
    table.grantReadStream(this.fn);
  }
}
