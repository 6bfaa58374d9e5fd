// The bus that every change is announced on.
import { RemovalPolicy } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import type { FunctionSettings } from '../api/liaison-function.ts';

export interface ConnectionEventsProps {
  /** A bus that exists: the output `BusName` of a service in the same account and region. Default: a new one. */
  readonly busName?: string;
  /** What the workflows on this bus have in common. Default: as in prod. */
  readonly functionSettings?: FunctionSettings;
}

/** An EventBridge bus of its own, for workflows here and in other stacks. */
export class ConnectionEvents extends Construct {
  readonly bus: IEventBus;
  /** What a workflow goes by, unless it is told otherwise. */
  readonly functionSettings: FunctionSettings;

  constructor(scope: Construct, id: string, props: ConnectionEventsProps = {}) {
    super(scope, id);
    this.functionSettings = props.functionSettings ?? {
      logRetentionDays: 365,
      logLevel: 'INFO',
      removalPolicy: RemovalPolicy.RETAIN,
    };
    // CDK's own classes do not keep to exact optional properties.
    this.bus = (
      props.busName === undefined
        ? new EventBus(this, 'Bus', { description: 'Changes of connections, by Liaison' })
        : EventBus.fromEventBusName(this, 'Bus', props.busName)
    ) as IEventBus;
  }

  /** Lets a function put events on the bus. */
  grantPublish(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.busName, this.bus.eventBusName);
    this.bus.grantPutEventsTo(fn);
  }
}
