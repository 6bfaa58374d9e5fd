// Who is notified of alarms: an SNS topic and its subscribers.
import { Annotations, Aspects, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type ITopic, Subscription, SubscriptionProtocol, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Settings } from '../../settings-schema.ts';
import { ServiceAlarm } from './service-alarm.ts';

export interface OnCallProps {
  readonly alarms: Settings['alarms'];
  /** Address of the runbook in the alarms' descriptions; default: the path of the file. */
  readonly runbookUrl?: string;
}

/**
 * Gives every alarm of its stack an action and the address of the runbook, also alarms that are added
 * later. Unless the settings name an existing topic, it creates one that is encrypted and accepts
 * messages only from alarms of this account. The synthesis warns if nobody would be notified.
 */
export class OnCall extends Construct {
  /** Undefined when the settings say that nobody is notified. */
  readonly topic: ITopic | undefined;

  constructor(scope: Construct, id: string, { alarms, runbookUrl }: OnCallProps) {
    super(scope, id);
    this.topic = 'nobodyBecause' in alarms ? undefined : this.#topicOf(alarms);
    const action = this.topic && new SnsAction(this.topic);
    // The alarms are not all known before the template is written.
    Aspects.of(Stack.of(this)).add({
      visit(node) {
        if (!(node instanceof ServiceAlarm)) return;
        if (runbookUrl !== undefined) node.explain(runbookUrl);
        if (!action) return;
        node.addAlarmAction(action);
        if (node.notifiesWhenOver) node.addOkAction(action);
      },
    });
  }

  #topicOf({ emails = [], topicArn }: { emails?: string[]; topicArn?: string }): ITopic {
    const topic = (
      topicArn === undefined ? this.#newTopic() : Topic.fromTopicArn(this, 'Topic', topicArn)
    ) as ITopic;
    for (const [at, endpoint] of emails.entries()) {
      if (Token.isUnresolved(endpoint)) {
        // A token cannot be part of a logical id, as the address is for CDK's own subscription.
        const protocol = SubscriptionProtocol.EMAIL;
        new Subscription(this, `Email${at + 1}`, { topic, protocol, endpoint });
      } else {
        topic.addSubscription(new EmailSubscription(endpoint));
      }
    }
    if (emails.length === 0 && topicArn === undefined) {
      Annotations.of(this).addWarningV2(
        'liaison:alarmsTellNobody',
        'Nobody is notified of alarms: set "alarms" to {"emails": […]} or {"topicArn": "…"}, subscribe ' +
          'to the topic yourself, or give a reason with {"nobodyBecause": "…"}.',
      );
    }
    return topic;
  }

  #newTopic(): Topic {
    const stack = Stack.of(this);
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');
    const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } };
    // CloudWatch may not publish with AWS's default key for SNS.
    const key = new Key(this, 'Key', {
      description: `Encrypts the alarm notifications of ${stack.stackName}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [cloudWatch],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: ofThisAccount,
      }),
    );
    const topic = new Topic(this, 'Topic', {
      displayName: `Alarms of ${stack.stackName}`,
      masterKey: key,
      enforceSSL: true,
    });
    const alarmArns = stack.formatArn({ service: 'cloudwatch', resource: 'alarm:*' });
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { ...ofThisAccount, ArnLike: { 'aws:SourceArn': alarmArns } },
      }),
    );
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'NobodyElse',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      }),
    );
    return topic;
  }
}
