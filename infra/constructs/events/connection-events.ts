// The event bus on which every change is announced.
import { RemovalPolicy } from 'aws-cdk-lib';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import type { FunctionSettings } from '../lambda/liaison-function.ts';

export interface ConnectionEventsProps {
  /** An existing bus: the output `BusName` of a service in the same account and region. Default: a new bus. */
  readonly busName?: string;
  /** An existing bus as a construct, instead of `busName`. */
  readonly bus?: IEventBus;
  /** Defaults for the workflows on this bus. Default: as in prod. */
  readonly functionSettings?: FunctionSettings;
  /** Runs at once of each workflow on this bus that sets no limit itself, 2-1,000. Default: 10, as in prod. */
  readonly workflowConcurrency?: number;
}

/** An EventBridge bus for the workflows of this stack and of others. */
export class ConnectionEvents extends Construct {
  readonly bus: IEventBus;
  /** The function settings of a workflow that sets none itself. */
  readonly functionSettings: FunctionSettings;
  /** Runs at once of a workflow that sets no limit itself. */
  readonly workflowConcurrency: number;

  /** @throws Error if both `bus` and `busName` are given */
  constructor(scope: Construct, id: string, props: ConnectionEventsProps = {}) {
    super(scope, id);
    if (props.bus && props.busName !== undefined) {
      throw new Error(`ConnectionEvents "${id}": bus, busName: only one may be given`);
    }
    this.functionSettings = props.functionSettings ?? {
      logRetentionDays: 365,
      logLevel: 'INFO',
      removalPolicy: RemovalPolicy.RETAIN,
    };
    this.workflowConcurrency = props.workflowConcurrency ?? 10;
    this.bus = props.bus ?? this.#busOf(props.busName);
  }

  #busOf(name: string | undefined): IEventBus {
    // CDK's own classes do not conform to `exactOptionalPropertyTypes`.
    return (
      name === undefined
        ? new EventBus(this, 'Bus', { description: 'Liaison: changes of connections and records' })
        : EventBus.fromEventBusName(this, 'Bus', name)
    ) as IEventBus;
  }

  /** Lets a function put events on the bus. */
  grantPublish(fn: LambdaFunction): void {
    fn.addEnvironment(environmentNames.busName, this.bus.eventBusName);
    this.bus.grantPutEventsTo(fn);
  }
}
