// The bus that every change is announced on.
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../functions/environment.ts';

/** An EventBridge bus of its own, for workflows here and in other stacks. */
export class ConnectionEvents extends Construct {
  readonly bus: IEventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // CDK's own classes do not keep to exact optional properties.
    this.bus = new EventBus(this, 'Bus', {
      description: 'Changes of connections, by Liaison',
    }) as IEventBus;
  }

  /** Lets a function put events on the bus. */
  grantPublish(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.busName, this.bus.eventBusName);
    this.bus.grantPutEventsTo(fn);
  }
}
