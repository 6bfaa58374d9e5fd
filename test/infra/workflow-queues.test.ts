// The queues in front of the workflows: how many runs there are at once, who may send, what becomes of failures.
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { describe, expect, it } from 'vitest';
import { maximumReceives } from '../../functions/runtime/environment.ts';
import { ConnectionEvents, Replay, Workflow } from '../../infra/index.ts';
import { functionOf, ownRights, rightsOf, templateOf, testApp } from '../support/stack.ts';

const prod = templateOf('prod');
const workflows = [
  [
    'Cascade',
    'deletes the connections of a deleted record, moves those of a merged one',
    ['Record Deleted', 'Record Merged'],
  ],
  ['Rename', 'brings a new name to the connections of a record', ['Record Renamed']],
  ['ClearRole', 'blanks a role on its connections, then deletes it', ['Connection Role Clearing']],
] as const;

/** The only resource of a type whose logical id begins with this. */
function resourceOf(template: Template, type: string, prefix: string) {
  const [found, ...more] = Object.entries(template.findResources(type)).filter(([id]) =>
    id.startsWith(prefix),
  );
  expect(more).toEqual([]);
  if (!found) throw new Error(`no ${type} ${prefix}`);
  return { id: found[0], resource: found[1] };
}
const mappingsOf = (template: Template) =>
  Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
    .map(({ Properties }) => Properties)
    .filter(({ BatchSize }) => BatchSize === 1);
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe.each(workflows)('the workflow %s', (name, purpose, types) => {
  const [functionId, fn] = functionOf(prod, purpose);
  const queue = resourceOf(prod, 'AWS::SQS::Queue', `${name}Queue`);
  const failures = resourceOf(prod, 'AWS::SQS::Queue', `${name}Failures`);
  const rule = resourceOf(prod, 'AWS::Events::Rule', `${name}Rule`);

  it('receives the events of its rule through its queue, one by one, with a limit', () => {
    expect(rule.resource.Properties).toMatchObject({
      EventBusName: { Ref: expect.stringMatching(/^EventsBus/) },
      EventPattern: { source: ['liaison'], 'detail-type': types },
      Targets: [
        {
          Arn: arn(queue.id),
          DeadLetterConfig: { Arn: arn(failures.id) },
          RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 185 },
        },
      ],
    });
    const mapping = mappingsOf(prod).find(({ FunctionName }) => FunctionName.Ref === functionId);
    expect(mapping).toEqual(
      expect.objectContaining({
        EventSourceArn: arn(queue.id),
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 10 },
      }),
    );
  });

  it('has a queue that is encrypted, that keeps messages, and that moves failed ones', () => {
    expect(queue.resource).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        SqsManagedSseEnabled: true,
        VisibilityTimeout: 6 * fn.Properties.Timeout,
        MessageRetentionPeriod: 14 * 86_400,
        RedrivePolicy: { deadLetterTargetArn: arn(failures.id), maxReceiveCount: maximumReceives },
      },
    });
    expect(fn.Properties.Timeout).toBe(900);
  });

  it('has a queue to which only its rule may send, with TLS', () => {
    const { resource: policy } = resourceOf(prod, 'AWS::SQS::QueuePolicy', `${name}Queue`);
    expect(policy.Properties.Queues).toEqual([{ Ref: queue.id }]);
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'sqs:*',
        Resource: arn(queue.id),
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
        Resource: arn(queue.id),
        Condition: { ArnEquals: { 'aws:SourceArn': arn(rule.id) } },
      },
    ]);
  });

  it('knows the address of its queue', () => {
    expect(fn.Properties.Environment.Variables.LIAISON_WORKFLOW_QUEUE_URL).toEqual({
      Ref: queue.id,
    });
  });

  it('raises an alarm when an event is in its queue for more than an hour', () => {
    const { resource: alarm } = resourceOf(prod, 'AWS::CloudWatch::Alarm', `${name}QueueLate`);
    expect(alarm.Properties).toMatchObject({
      AlarmName: `liaison-prod-${name}-Late`,
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue.id, 'QueueName'] } }],
      Statistic: 'Maximum',
      Threshold: 3600,
      ComparisonOperator: 'GreaterThanThreshold',
    });
  });

  it('may continue an unfinished run more often than Lambda allows a loop', () => {
    expect(fn.Properties.RecursiveLoop).toBe('Allow');
  });
});

it('a workflow on a schedule is invoked by its rule, without a queue', () => {
  const [id, fn] = functionOf(prod, 'announces connections whose end date has passed');
  expect(resourceOf(prod, 'AWS::Events::Rule', 'EndOfTerm').resource.Properties).toMatchObject({
    ScheduleExpression: 'rate(1 hour)',
    Targets: [{ Arn: arn(id) }],
  });
  expect(fn.Properties.Environment.Variables).not.toHaveProperty('LIAISON_WORKFLOW_QUEUE_URL');
  expect(fn.Properties).not.toHaveProperty('RecursiveLoop');
});

it('no function reserves concurrency: an account may have too little to reserve any', () => {
  for (const { Properties } of Object.values(prod.findResources('AWS::Lambda::Function'))) {
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  }
});

describe('the number of runs at once', () => {
  const limitsOf = (template: Template) =>
    mappingsOf(template).map(({ ScalingConfig }) => ScalingConfig.MaximumConcurrency);
  const entry = 'functions/handlers/workflows/vendor-notice.ts';

  it('is a setting of the stage, for all workflows', () => {
    expect(limitsOf(templateOf('dev'))).toEqual([2, 2, 2, 2]);
    const own = { prod: { workflowConcurrency: 25 } };
    expect(limitsOf(templateOf('prod', own))).toEqual([25, 25, 25]);
  });

  const workflowWith = (concurrency?: number) => {
    const stack = new Stack(testApp(), 'Team');
    const events = new ConnectionEvents(stack, 'Liaison', { busName: 'bus' });
    new Workflow(stack, 'Task', {
      events,
      on: 'Connection Created',
      entry,
      purpose: 'opens a task',
      ...(concurrency !== undefined && { concurrency }),
    });
    return Template.fromStack(stack);
  };

  it('may be set for one workflow', () => {
    expect(limitsOf(workflowWith())).toEqual([10]);
    expect(limitsOf(workflowWith(3))).toEqual([3]);
  });

  it.each([1, 1001])('is refused if Lambda does not support it: %i', (concurrency) => {
    expect(() => workflowWith(concurrency)).toThrow(
      `Workflow "Task": concurrency: must be a whole number from 2 to 1,000, not ${concurrency}`,
    );
  });
});

it('an app whose workflows are all on a schedule has a replay that may send to no queue', () => {
  const stack = new Stack(testApp(), 'Team');
  const events = new ConnectionEvents(stack, 'Liaison', { busName: 'bus' });
  new Workflow(stack, 'Nightly', {
    events,
    schedule: Schedule.rate(Duration.days(1)),
    entry: 'functions/handlers/workflows/end-of-term.ts',
    purpose: 'tidies up',
  });
  new Replay(stack, 'Replay', { events });
  const rights = rightsOf(Template.fromStack(stack), 'replays what failed');
  expect(rights.filter((right) => !ownRights.includes(right))).toEqual([
    'lambda:InvokeFunction on NightlyFunction',
    'sqs:ChangeMessageVisibility on NightlyFailuresQueue',
    'sqs:DeleteMessage on NightlyFailuresQueue',
    'sqs:GetQueueAttributes on NightlyFailuresQueue',
    'sqs:ReceiveMessage on NightlyFailuresQueue',
  ]);
});
