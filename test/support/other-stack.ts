// Stacks of other teams that listen to Liaison's events. docs/workflows.md quotes from here.
import { Duration, SecretValue, Stack, type StackProps } from 'aws-cdk-lib';
import {
  ApiDestination,
  Authorization,
  Connection,
  EventBus,
  EventField,
  type IApiDestination,
  Rule,
  RuleTargetInput,
} from 'aws-cdk-lib/aws-events';
import {
  EventBus as BusTarget,
  SfnStateMachine,
  ApiDestination as Webhook,
} from 'aws-cdk-lib/aws-events-targets';
import { AccountPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

export interface ListenerProps extends StackProps {
  /** The output BusName of the Liaison stack. */
  readonly busName: string;
}

// begin state machine
/** Starts a state machine for each connection that is made with the role Vendor. */
export class OnboardVendors extends Stack {
  constructor(scope: Construct, id: string, { busName, ...props }: ListenerProps) {
    super(scope, id, props);
    const onboarding = new StateMachine(this, 'Onboarding', {
      definitionBody: DefinitionBody.fromChainable(new Pass(this, 'CheckPapers')),
      timeout: Duration.days(30),
    });
    const failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Rule(this, 'NewVendor', {
      eventBus: EventBus.fromEventBusName(this, 'Liaison', busName),
      eventPattern: {
        source: ['liaison'],
        detailType: ['Connection Created'],
        detail: { connection: { record1RoleId: ['vendor'] } },
      },
      targets: [
        new SfnStateMachine(onboarding, {
          input: RuleTargetInput.fromEventPath('$.detail'),
          deadLetterQueue: failures,
          retryAttempts: 185,
          maxEventAge: Duration.hours(24),
        }),
      ],
    });
  }
}
// end state machine

// begin webhook
/** Tells a system outside AWS of every deletion, over HTTPS with its API key. */
export class TellCrm extends Stack {
  constructor(scope: Construct, id: string, { busName, ...props }: ListenerProps) {
    super(scope, id, props);
    const crm = new ApiDestination(this, 'Crm', {
      endpoint: 'https://crm.example.com/hooks/connections',
      rateLimitPerSecond: 20,
      connection: new Connection(this, 'CrmKey', {
        authorization: Authorization.apiKey('x-api-key', SecretValue.secretsManager('crm/api-key')),
      }),
    });
    const failures = new Queue(this, 'Failures', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new Rule(this, 'Gone', {
      eventBus: EventBus.fromEventBusName(this, 'Liaison', busName),
      eventPattern: { source: ['liaison'], detailType: ['Connection Deleted'] },
      targets: [
        // CDK's own classes do not keep to exact optional properties.
        new Webhook(crm as IApiDestination, {
          headerParameters: { 'Idempotency-Key': EventField.fromPath('$.detail.eventId') },
          event: RuleTargetInput.fromEventPath('$.detail'),
          deadLetterQueue: failures,
        }),
      ],
    });
  }
}
// end webhook

export interface ForwardingProps extends ListenerProps {
  /** The bus of the other account, which lets this account put events on it. */
  readonly targetBusArn: string;
}

// begin forwarding
/** In Liaison's account: forwards all events to a bus of another account. */
export class ForwardEvents extends Stack {
  constructor(scope: Construct, id: string, { busName, targetBusArn, ...props }: ForwardingProps) {
    super(scope, id, props);
    new Rule(this, 'All', {
      eventBus: EventBus.fromEventBusName(this, 'Liaison', busName),
      eventPattern: { source: ['liaison'] },
      targets: [new BusTarget(EventBus.fromEventBusArn(this, 'Theirs', targetBusArn))],
    });
  }
}

/** In the other account: a bus that takes Liaison's events from its account. */
export class ReceiveEvents extends Stack {
  constructor(scope: Construct, id: string, liaisonAccount: string, props?: StackProps) {
    super(scope, id, props);
    const bus = new EventBus(this, 'LiaisonEvents');
    bus.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AllowLiaison',
        principals: [new AccountPrincipal(liaisonAccount)],
        actions: ['events:PutEvents'],
        resources: [bus.eventBusArn],
      }),
    );
  }
}
// end forwarding
