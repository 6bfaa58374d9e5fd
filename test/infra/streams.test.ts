// Stream readers, bus, workflows, failure queues and alarms in the template; workflow-queues.test.ts tests the queues of workflows.
import { describe, expect, it } from 'vitest';
import { functionOf, rightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
const prod = templateOf('prod');
const resources = (type: string, template = dev) => Object.entries(template.findResources(type));

const readers = [
  ['Projector', 'keeps history and counts'],
  ['Publisher', 'announces changes'],
] as const;
const onEvents = [
  ['Cascade', 'deletes the connections of a deleted record, moves those of a merged one'],
  ['Rename', 'brings a new name to the connections of a record'],
  ['ClearRole', 'blanks a role on its connections, then deletes it'],
  ['VendorNotice', 'the example: logs each new vendor'],
] as const;
const endOfTerm = ['EndOfTerm', 'announces connections whose end date has passed'] as const;
const workflows = [...onEvents, endOfTerm];

/** The only resource of a type whose logical id begins with `start`. */
function only(type: string, start: string) {
  const found = resources(type).filter(([id]) => id.startsWith(start));
  expect(found).toHaveLength(1);
  return found[0] as (typeof found)[number];
}
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

describe('a reader of the stream', () => {
  it('is one of two, because AWS throttles a third', () => {
    const streamed = resources('AWS::Lambda::EventSourceMapping').filter(([, { Properties }]) =>
      JSON.stringify(Properties.EventSourceArn).includes('StreamArn'),
    );
    expect(streamed).toHaveLength(2);
  });

  it.each(readers)('loses no record: %s', (name, purpose) => {
    const [fn] = functionOf(dev, purpose);
    const [failures] = only('AWS::SQS::Queue', `${name}Failures`);
    const [, { Properties }] = only('AWS::Lambda::EventSourceMapping', name);

    expect(Properties).toMatchObject({
      FunctionName: { Ref: fn },
      EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'StreamArn'] },
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: arnOf(failures) } },
    });
    expect(Properties.MaximumRetryAttempts).toBeGreaterThan(0);
    // What is given up must still be in the stream when it is replayed: it keeps 24 hours.
    expect(Properties.MaximumRecordAgeInSeconds).toBeGreaterThan(0);
    expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(24 * 3600);
    const { Filters } = Properties.FilterCriteria;
    expect(Filters.length).toBeGreaterThan(0);
    expect(Filters.length).toBeLessThanOrEqual(5);
  });

  it.each(readers)('raises an alarm when it is late: %s', (name, purpose) => {
    const [fn] = functionOf(dev, purpose);
    const [, { Properties }] = only('AWS::CloudWatch::Alarm', `${name}Late`);
    expect(Properties).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'IteratorAge',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: fn } }],
      Threshold: 300_000,
      TreatMissingData: 'notBreaching',
    });
  });
});

describe('a workflow', () => {
  it('EndOfTerm runs every hour', () => {
    const [, { Properties }] = only('AWS::Events::Rule', 'EndOfTerm');
    expect(Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
  });

  it.each(
    workflows,
  )('%s is retried after a failure without its queue, and then its event is set aside', (name, purpose) => {
    const [fn] = functionOf(dev, purpose);
    const [failures] = only('AWS::SQS::Queue', `${name}Failures`);
    const [, { Properties }] = only('AWS::Lambda::EventInvokeConfig', name);
    expect(Properties).toEqual({
      FunctionName: { Ref: fn },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Destination: arnOf(failures) } },
    });
  });
});

describe('a failure queue', () => {
  const queues = resources('AWS::SQS::Queue').filter(([id]) => id.includes('Failures'));

  it('exists for each reader and each workflow', () => {
    expect(queues).toHaveLength(readers.length + workflows.length);
  });

  it.each(
    queues,
  )('is encrypted, accepts only TLS, keeps messages for 14 days and has an alarm: %s', (id, queue) => {
    expect(queue.Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3600,
    });
    const policies = resources('AWS::SQS::QueuePolicy').filter(([, { Properties }]) =>
      Properties.Queues.some((one: { Ref: string }) => one.Ref === id),
    );
    const statements = policies.flatMap(([, one]) => one.Properties.PolicyDocument.Statement);
    expect(statements).toContainEqual({
      Effect: 'Deny',
      Action: 'sqs:*',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      Resource: arnOf(id),
    });
    const alarms = resources('AWS::CloudWatch::Alarm').filter(([, { Properties }]) =>
      JSON.stringify(Properties.Dimensions ?? []).includes(`"${id}"`),
    );
    expect(alarms.map(([, { Properties }]) => Properties)).toEqual([
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmDescription: expect.stringContaining('docs/runbook.md'),
      }),
    ]);
  });

  it('outlives the stack in prod', () => {
    for (const [, queue] of resources('AWS::SQS::Queue', prod)) {
      expect(queue.DeletionPolicy).toBe('Retain');
    }
  });
});

describe('the rights', () => {
  const telling = [
    'logs:CreateLogStream on log',
    'logs:PutLogEvents on log',
    'xray:PutTelemetryRecords on "*"',
    'xray:PutTraceSegments on "*"',
  ];
  const streaming = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
    (action) => `dynamodb:${action} on stream`,
  );
  const writing = ['ConditionCheckItem', 'DeleteItem', 'PutItem'].map(
    (action) => `dynamodb:${action} on table`,
  );
  const setAside = (name: string) =>
    ['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map(
      (action) => `sqs:${action} on ${name}FailuresQueue`,
    );
  const working = (name: string) =>
    [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'GetQueueAttributes',
      'ReceiveMessage',
      'SendMessage',
    ].map((action) => `sqs:${action} on ${name}Queue`);
  const publishing = 'events:PutEvents on EventsBus';
  const finding = ['dynamodb:GetItem on table', 'dynamodb:Query on table'];
  const remove = 'dynamodb:DeleteItem on table';
  const many = 'dynamodb:BatchGetItem on table';

  it.each([
    [
      'keeps history and counts',
      'Projector',
      [...streaming, ...finding, ...writing, many, 'dynamodb:UpdateItem on table'],
    ],
    ['announces changes', 'Publisher', [...streaming, publishing]],
    [
      'deletes the connections of a deleted record, moves those of a merged one',
      'Cascade',
      [...working('Cascade'), ...finding, many, ...writing],
    ],
    // A record may be deleted while its new name is copied.
    [
      'brings a new name to the connections of a record',
      'Rename',
      [...working('Rename'), ...finding, many, ...writing],
    ],
    [
      'blanks a role on its connections, then deletes it',
      'ClearRole',
      [...working('ClearRole'), ...finding, many, ...writing, 'dynamodb:Query on index by-role'],
    ],
    [
      'announces connections whose end date has passed',
      'EndOfTerm',
      [
        ...finding,
        remove,
        'dynamodb:PutItem on table',
        'dynamodb:Query on index by-connection-id',
        publishing,
      ],
    ],
    ['the example: logs each new vendor', 'VendorNotice', working('VendorNotice')],
  ])('of the function that %s are only those that it uses', (purpose, name, rights) => {
    expect(rightsOf(dev, purpose)).toEqual([...telling, ...setAside(name), ...rights].sort());
  });

  it('of a replay are to receive and release failures, read the stream, and invoke the failed function or send to its queue', () => {
    const failing = [...readers, ...workflows].map(([name]) => name);
    const consuming = [
      'ChangeMessageVisibility',
      'DeleteMessage',
      'GetQueueAttributes',
      'ReceiveMessage',
    ];
    expect(rightsOf(dev, 'replays what failed')).toEqual(
      [
        ...telling,
        ...streaming,
        ...failing.flatMap((name) => [
          `lambda:InvokeFunction on ${name}Function`,
          ...consuming.map((action) => `sqs:${action} on ${name}FailuresQueue`),
        ]),
        ...onEvents.flatMap(([name]) => [
          `sqs:GetQueueAttributes on ${name}Queue`,
          `sqs:SendMessage on ${name}Queue`,
        ]),
      ].sort(),
    );
  });
});

describe('the settings of a stage', () => {
  const told = (template: typeof dev, purpose: string) =>
    functionOf(template, purpose)[1].Properties.Environment.Variables;

  it.each([
    ['dev', '90'],
    ['prod', '3650'],
  ])('set the retention of history: %s', (stage, days) => {
    const template = stage === 'dev' ? dev : prod;
    expect(told(template, 'keeps history and counts').LIAISON_HISTORY_DAYS).toBe(days);
  });

  it('decide how long the feed is kept, for those that write it and those that read it', () => {
    const short = templateOf('dev', { dev: { feedRetentionDays: 7 } });
    for (const purpose of ['keeps history and counts', endOfTerm[1], 'queries']) {
      expect(told(short, purpose).LIAISON_FEED_DAYS).toBe('7');
    }
  });

  it('decide the treatment of connections that have ended', () => {
    const deactivating = templateOf('dev', { dev: { endedConnections: 'deactivate' } });
    expect(told(dev, endOfTerm[1]).LIAISON_ENDED_CONNECTIONS).toBe('announce');
    expect(told(deactivating, endOfTerm[1]).LIAISON_ENDED_CONNECTIONS).toBe('deactivate');
  });

  it('decide whether the example workflow exists', () => {
    const names = resources('AWS::Events::Rule', prod).map(([id]) => id);
    expect(names.filter((id) => id.startsWith('VendorNotice'))).toEqual([]);
    expect(resources('AWS::Events::Rule').map(([id]) => id)).toContainEqual(
      expect.stringMatching(/^VendorNotice/),
    );
  });
});
