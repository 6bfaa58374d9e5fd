// Everything that runs functions except requests, on a real engine: streams, bus, queues and schedules.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../infra/local/base/start-error.ts';
import { type Host, startHost } from '../../infra/local/host/host.ts';
import { lambdaFunction, writeAssembly } from '../support/assembly.ts';

/** Sends its event to the queue Seen, with the real SDK, and fails when the event requests it. */
const teller = `
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
  const sqs = new SQSClient({});
  const tell = (seen) => sqs.send(new SendMessageCommand({
    QueueUrl: process.env.SEEN, MessageBody: JSON.stringify(seen) }));
  const tries = new Map();
  export const handler = async (event) => {
    await tell({ by: process.env.AWS_LAMBDA_FUNCTION_NAME, event });
    const { detail = event } = event;
    const tried = (tries.get(event.id) ?? 0) + 1;
    tries.set(event.id, tried);
    if (detail.failing >= tried) throw new TypeError('failing on purpose');
    const bad = (event.Records ?? []).filter((each) => each.dynamodb.NewImage?.bad);
    return event.Records
      ? { batchItemFailures: bad.map((each) => ({ itemIdentifier: each.dynamodb.SequenceNumber })) }
      : { answered: detail };
  };`;
/** Works on one message of its queue: says what it received, and sends it again or fails when the event requests it. */
const worker = `
  import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
  const sqs = new SQSClient({});
  const send = (QueueUrl, body) => sqs.send(new SendMessageCommand({
    QueueUrl, MessageBody: JSON.stringify(body) }));
  export const handler = async ({ Records: [{ body, attributes }] }) => {
    const event = JSON.parse(body);
    const { again = 0, failing } = event.detail;
    const received = attributes.ApproximateReceiveCount;
    await send(process.env.SEEN, { by: 'Worker', event: { ...event, received } });
    if (failing) throw new TypeError('failing on purpose');
    const detail = { ...event.detail, again: again - 1 };
    if (again > 0) await send(process.env.WORK, { ...event, detail });
  };`;
const bundle = (code: string) =>
  buildSync({
    stdin: { contents: code, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  }).outputFiles[0]?.text ?? '';

const bundles = { teller: bundle(teller), worker: bundle(worker) };

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const fn = () =>
  lambdaFunction('teller', {
    Timeout: 10,
    Environment: { Variables: { SEEN: { Ref: 'Seen' } } },
  });
const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
const mapping = (FunctionName: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
    FunctionName: { Ref: FunctionName },
    StartingPosition: 'TRIM_HORIZON',
    ...properties,
  },
});
const rule = (properties: object, ...Targets: object[]) => ({
  Type: 'AWS::Events::Rule',
  Properties: { Targets, ...properties },
});
const onBus = (type: string) => ({
  EventBusName: { Ref: 'Bus' },
  EventPattern: { 'detail-type': [type] },
});
const permission = (name: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { FunctionName: arn(name), Principal: 'events.amazonaws.com' },
});

const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    },
    All: fn(),
    Inserts: fn(),
    Workflow: fn(),
    Closed: fn(),
    Worker: lambdaFunction('worker', {
      Timeout: 10,
      Environment: { Variables: { SEEN: { Ref: 'Seen' }, WORK: { Ref: 'Work' } } },
    }),
    Seen: queue(),
    Failures: queue(),
    WorkflowFailures: queue(),
    Dead: queue(),
    Copies: queue(),
    Twice: queue({
      VisibilityTimeout: 0,
      RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 2 },
    }),
    Work: queue({
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 2 },
    }),
    WorkMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('Work'),
        FunctionName: { Ref: 'Worker' },
        BatchSize: 1,
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    },
    WorkRule: rule(onBus('Work'), { Id: 'a', Arn: arn('Work') }),
    AllMapping: mapping('All', {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 1,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: arn('Failures') } },
    }),
    InsertsMapping: mapping('Inserts', {
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { NewImage: { kind: { S: ['wanted'] } } },
            }),
          },
        ],
      },
    }),
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'liaison' } },
    WorkflowPermission: permission('Workflow'),
    WorkflowConfig: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Workflow' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: arn('WorkflowFailures') } },
      },
    },
    MadeRule: rule(onBus('Made'), { Id: 'a', Arn: arn('Workflow') }),
    ShapedRule: rule(
      onBus('Shaped'),
      {
        Id: 'transformed',
        Arn: arn('Copies'),
        InputTransformer: {
          InputPathsMap: { name: '$.detail.name', all: '$.detail' },
          InputTemplate:
            '{"said": "<name> of <aws.events.rule-name>", "all": <all>, "none": <none>}',
        },
      },
      { Id: 'part', Arn: arn('Copies'), InputPath: '$.detail.list[1]' },
      { Id: 'constant', Arn: arn('Copies'), Input: '{"constant":true}' },
    ),
    ClosedRule: rule(onBus('Closed'), {
      Id: 'a',
      Arn: arn('Closed'),
      DeadLetterConfig: { Arn: arn('Dead') },
    }),
    MachineRule: rule(onBus('Made'), {
      Id: 'a',
      Arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:Machine',
    }),
    OffRule: rule({ ...onBus('Made'), State: 'DISABLED' }, { Id: 'a', Arn: arn('Copies') }),
    Nightly: rule({ ScheduleExpression: 'cron(0 3 * * ? *)' }, { Id: 'a', Arn: arn('Workflow') }),
    Hourly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'rate(1 hour)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: arn('Workflow'),
          RoleArn: 'role',
          Input: '{"run":"<aws.scheduler.execution-id>"}',
        },
      },
    },
  },
};

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-sources-'));
const assembly = writeAssembly(join(dataDir, 'assembly'), template, bundles);
const failures: string[] = [];
const traced: string[] = [];
let host: Host;
let table: DynamoDBClient;
let sqs: SQSClient;
let bus: EventBridgeClient;
let lambda: LambdaClient;

beforeAll(async () => {
  host = await startHost({
    assembly,
    dataDir,
    inMemory: true,
    onFailure: (sentence) => failures.push(sentence),
    trace: (line) => traced.push(line),
  });
  table = new DynamoDBClient(host.dynamodb);
  const config = {
    endpoint: host.awsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  sqs = new SQSClient(config);
  bus = new EventBridgeClient(config);
  lambda = new LambdaClient(config);
});
beforeEach(async () => {
  await host.drained();
  for (const each of host.queues.values()) each.purge();
  traced.length = 0;
});
afterAll(async () => {
  for (const client of [table, sqs, bus, lambda]) client.destroy();
  await host.stop();
  rmSync(dataDir, { recursive: true });
});

const put = (pk: string, item: Record<string, AttributeValue> = {}) =>
  table.send(new PutItemCommand({ TableName: 'Table', Item: { pk: { S: pk }, ...item } }));
const publish = (DetailType: string, detail: object) =>
  bus.send(
    new PutEventsCommand({
      Entries: [
        { Source: 'liaison', DetailType, Detail: JSON.stringify(detail), EventBusName: 'Bus' },
      ],
    }),
  );
const messages = (name: string) => host.queues.get(name)?.peek() ?? [];
const bodies = (name: string) => messages(name).map(({ body }) => JSON.parse(body));
const seenBy = async (name: string) => {
  await host.drained();
  return bodies('Seen')
    .filter(({ by }) => by === name)
    .map(({ event }) => event);
};
const url = (name: string) => `${host.awsEndpoint}/000000000000/${name}`;

describe('a stream mapping', () => {
  it("passes on each change in the format of Lambda's events", async () => {
    const item = {
      text: { S: 'é' },
      bytes: { B: Buffer.from('é') },
      number: { N: '1.5' },
      tags: { SS: ['a', 'b'] },
      empty: { M: {} },
      list: { L: [{ M: {} }, { BOOL: true }, { NULL: true as const }, { L: [] }] },
    };
    await put('shape', item);
    await table.send(new DeleteItemCommand({ TableName: 'Table', Key: { pk: { S: 'shape' } } }));

    const seen = (await seenBy('All')).flatMap(({ Records }) => Records);

    const image = { pk: { S: 'shape' }, ...item, bytes: { B: 'w6k=' } };
    expect(seen).toEqual([
      {
        eventID: expect.any(String),
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        eventSourceARN: expect.stringMatching(/^arn:aws:dynamodb:.*:table\/Table\/stream\/20/),
        dynamodb: {
          ApproximateCreationDateTime: expect.any(Number),
          Keys: { pk: { S: 'shape' } },
          NewImage: image,
          SequenceNumber: expect.stringMatching(/^\d{21}$/),
          SizeBytes: expect.any(Number),
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
      expect.objectContaining({
        eventName: 'REMOVE',
        dynamodb: expect.objectContaining({ Keys: { pk: { S: 'shape' } }, OldImage: image }),
      }),
    ]);
    expect(Math.abs(seen[0].dynamodb.ApproximateCreationDateTime - Date.now() / 1000)).toBeLessThan(
      120,
    );
  });

  it('skips records that its filters do not match', async () => {
    await put('a', { kind: { S: 'wanted' } });
    await put('b', { kind: { S: 'other' } });
    await put('c', { kind: { S: 'wanted' } });
    await put('c', { kind: { S: 'wanted' }, changed: { BOOL: true } });

    const seen = (await seenBy('Inserts')).flatMap(({ Records }) => Records);

    expect(seen.map(({ dynamodb }) => dynamodb.Keys.pk.S)).toEqual(['a', 'c']);
  });

  it('gives up a record after its retries, sends a message to the queue, and continues', async () => {
    await put('good-1');
    await put('bad', { bad: { BOOL: true } });
    await put('good-2');

    const keys = (await seenBy('All')).flatMap(({ Records }) =>
      Records.map(
        (each: { dynamodb: { Keys: { pk: AttributeValue } } }) => each.dynamodb.Keys.pk.S,
      ),
    );

    expect(keys).toEqual(expect.arrayContaining(['good-1', 'bad', 'good-2']));
    expect(bodies('Failures')).toEqual([
      {
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:All',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: expect.any(Number),
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        version: '1.0',
        timestamp: expect.stringMatching(/^20.*\.\d{3}Z$/),
        DDBStreamBatchInfo: {
          shardId: expect.stringMatching(/^shardId-/),
          startSequenceNumber: expect.stringMatching(/^\d{21}$/),
          endSequenceNumber: expect.stringMatching(/^\d{21}$/),
          approximateArrivalOfFirstRecord: expect.stringMatching(/^20.*:\d\dZ$/),
          approximateArrivalOfLastRecord: expect.stringMatching(/^20.*:\d\dZ$/),
          batchSize: 1,
          streamArn: expect.stringMatching(/stream/),
        },
      },
    ]);
    expect(traced).toContainEqual(
      expect.stringMatching(/^stream .*AllMapping.*1 record given up, sent to the queue/),
    );
  });
});

describe('the bus', () => {
  it('runs the functions of the rules that match', async () => {
    const { Entries, FailedEntryCount } = await publish('Made', { name: 'ada' });
    await publish('Unheard', {});

    const seen = await seenBy('Workflow');

    expect(FailedEntryCount).toBe(0);
    expect(seen).toEqual([
      {
        version: '0',
        id: Entries?.[0]?.EventId,
        'detail-type': 'Made',
        source: 'liaison',
        account: '000000000000',
        time: expect.stringMatching(/^20.*:\d\dZ$/),
        region: 'us-east-1',
        resources: [],
        detail: { name: 'ada' },
      },
    ]);
    expect(bodies('Copies')).toEqual([]);
    const id = Entries?.[0]?.EventId;
    expect(traced).toContain(`event     Made ${id} put on Bus`);
    expect(traced).toContain(`rule      MadeRule matches ${id} → function Workflow`);
    expect(traced).toContainEqual(
      expect.stringMatching(
        `^function  Workflow for MadeRule ${id}: attempt 1, done, \\d+ ms, request [\\da-f-]{36}$`,
      ),
    );
    expect(failures.join()).toContain('MachineRule has a target that does not run locally');
    expect(traced).toContainEqual(expect.stringMatching(/MachineRule matches .* not run$/));
  });

  it('shapes the input of a target', async () => {
    await publish('Shaped', { name: '"ada"', list: [1, { two: 2 }] });
    await host.drained();
    // A placeholder without a value stays, so the whole is text.
    expect(messages('Copies').map(({ body }) => body)).toEqual([
      '{"said": "\\"ada\\" of ShapedRule", "all": {"name":"\\"ada\\"","list":[1,{"two":2}]}, "none": <none>}',
      '{"two":2}',
      '{"constant":true}',
    ]);
  });

  it('retries a failing function, then notifies its on-failure destination', async () => {
    await publish('Made', { failing: 1 });
    expect(await seenBy('Workflow')).toHaveLength(2);
    expect(bodies('WorkflowFailures')).toEqual([]);

    await publish('Made', { failing: 9 });
    expect(await seenBy('Workflow')).toHaveLength(4);
    expect(bodies('WorkflowFailures')).toEqual([
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Workflow:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 2,
        },
        requestPayload: expect.objectContaining({ detail: { failing: 9 } }),
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: 'Unhandled',
        },
        responsePayload: {
          errorType: 'TypeError',
          errorMessage: 'failing on purpose',
          trace: expect.any(Array),
        },
      },
    ]);
    expect(failures).toContainEqual(
      expect.stringMatching(/^Workflow failed: TypeError: failing on purpose/),
    );
  });

  it('puts events that it may not deliver into the dead-letter queue of the target', async () => {
    await publish('Closed', { name: 'ada' });
    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    expect(messages('Dead').map(({ attributes }) => attributes)).toEqual([
      {
        RULE_ARN: attribute('arn:aws:events:us-east-1:000000000000:rule/ClosedRule'),
        TARGET_ARN: attribute('arn:aws:lambda:us-east-1:000000000000:function:Closed'),
        ERROR_CODE: attribute('NO_PERMISSIONS'),
        ERROR_MESSAGE: attribute('events.amazonaws.com may not invoke Closed.'),
        EXHAUSTED_RETRY_CONDITION: attribute('MaximumRetryAttempts'),
        RETRY_ATTEMPTS: attribute('0'),
      },
    ]);
    expect(bodies('Dead')[0].detail).toEqual({ name: 'ada' });
    expect(failures.join()).toContain('ClosedRule may not invoke Closed');
  });

  it('refuses entries one by one, and a request as a whole', async () => {
    const entry = { Source: 'liaison', DetailType: 'Made', Detail: '{}', EventBusName: 'Bus' };
    const { Entries, FailedEntryCount } = await bus.send(
      new PutEventsCommand({
        Entries: [
          { ...entry, Detail: '[]' },
          { ...entry, Detail: 'text' },
          { ...entry, DetailType: undefined },
          { ...entry, Source: 'aws.s3' },
          { ...entry, EventBusName: arnOfBus },
        ],
      }),
    );
    expect(FailedEntryCount).toBe(4);
    expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      'MalformedDetail',
      'MalformedDetail',
      'InvalidArgument',
      'NotAuthorizedForSourceException',
      undefined,
    ]);
    expect(await seenBy('Workflow')).toHaveLength(1);

    const tooMany = Array.from({ length: 11 }, () => entry);
    await expect(bus.send(new PutEventsCommand({ Entries: tooMany }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
    const tooLarge = [{ ...entry, Detail: JSON.stringify({ a: 'a'.repeat(2 ** 20) }) }];
    await expect(bus.send(new PutEventsCommand({ Entries: tooLarge }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
  const arnOfBus = 'arn:aws:events:us-east-1:000000000000:event-bus/Bus';
});

describe('a queue', () => {
  it('sends, receives, hides and deletes', async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'Copies' }));
    expect(QueueUrl).toBe(url('Copies'));
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'é',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'a' } },
      }),
    );
    const receive = () =>
      sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['ApproximateReceiveCount'],
        }),
      );
    const { Messages: [message] = [] } = await receive();
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'é',
      MessageAttributes: { kind: { StringValue: 'a' } },
    });
    expect(message?.Attributes).toEqual({ ApproximateReceiveCount: '1' });
    expect((await receive()).Messages).toBeUndefined();
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:000000000000:Copies',
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
    });

    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message?.ReceiptHandle }));

    expect(messages('Copies')).toEqual([]);
  });

  it('supports batches, long polling and purging', async () => {
    const QueueUrl = url('Copies');
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    const { Successful } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: ['a', 'b'].map((each) => ({ Id: each, MessageBody: each })),
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['a', 'b']);
    expect((await waiting).Messages?.map(({ Body }) => Body)).toEqual(['a']);
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(messages('Copies')).toEqual([]);
  });

  it('moves messages that were received too often to its dead-letter queue', async () => {
    const QueueUrl = url('Twice');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    const receive = async () =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.length ?? 0;
    expect([await receive(), await receive(), await receive()]).toEqual([1, 1, 0]);
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url('Dead'),
        MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
      }),
    );
    expect(Messages).toMatchObject([
      {
        Body: 'a',
        Attributes: { DeadLetterQueueSourceArn: 'arn:aws:sqs:us-east-1:000000000000:Twice' },
      },
    ]);
  });

  it('that does not exist is refused as in SQS', async () => {
    const lost = new SendMessageCommand({ QueueUrl: url('Nothing'), MessageBody: 'a' });
    await expect(sqs.send(lost)).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });
});

describe('a mapping on a queue', () => {
  it('passes the events of a rule to its function, which may send them to the queue again', async () => {
    const { Entries } = await publish('Work', { name: 'ada', again: 2 });
    const id = Entries?.[0]?.EventId;
    const seen = await seenBy('Worker');
    expect(seen).toMatchObject(
      [2, 1, 0].map((again) => ({ id, 'detail-type': 'Work', detail: { again }, received: '1' })),
    );
    expect(messages('Work')).toEqual([]);
    expect(traced).toContain(`rule      WorkRule matches ${id} → queue Work`);
    expect(traced).toContainEqual(
      expect.stringMatching(
        /^function {2}Worker for Work [\da-f-]{36}: attempt 1, done, \d+ ms, request [\da-f-]{36}$/,
      ),
    );
  });

  it('repeats a failed message, then moves it to the dead-letter queue', async () => {
    await publish('Work', { failing: true });
    await publish('Work', {});
    const seen = await seenBy('Worker');
    expect(seen.map(({ received }) => received).toSorted()).toEqual(['1', '1', '2']);
    expect(bodies('Dead')).toMatchObject([{ 'detail-type': 'Work', detail: { failing: true } }]);
    expect(traced).toContainEqual(
      expect.stringMatching(/^queue {5}Work: message .* received 2 times, moved to Dead$/),
    );
  });
});

describe('a schedule', () => {
  it('can be fired by hand, for a rule and for EventBridge Scheduler', async () => {
    expect(host.schedules).toEqual(['Nightly', 'Hourly']);
    host.fire('Night');
    host.fire('Hourly');
    const seen = await seenBy('Workflow');
    expect(seen).toEqual([
      expect.objectContaining({
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        resources: ['arn:aws:events:us-east-1:000000000000:rule/Nightly'],
        detail: {},
      }),
      { run: expect.stringMatching(/^[\da-f-]{36}$/) },
    ]);
    expect(() => host.fire('Weekly')).toThrow('the schedules are Nightly, Hourly');
  });

  it('can be fired from another process, which can wait until all work is done', async () => {
    const ask = async (path: string) =>
      (await fetch(`${host.awsEndpoint}/_host/${path}`, { method: 'POST' })).status;
    expect(await ask('schedules/Nightly')).toBe(204);
    expect(await ask('drained')).toBe(204);
    expect(bodies('Seen')).toHaveLength(1);
    expect(await ask('schedules/Weekly')).toBe(404);
    expect(await ask('nothing')).toBe(404);
  });
});

describe('an invocation by an operator', () => {
  const invoke = (FunctionName: string, payload: object, InvocationType?: 'Event') =>
    lambda.send(
      new InvokeCommand({
        FunctionName,
        Payload: JSON.stringify(payload),
        ...(InvocationType ? { InvocationType } : {}),
      }),
    );

  it('answers with the result, or with the error', async () => {
    const good = await invoke('Workflow', { a: 1 });
    expect(good.StatusCode).toBe(200);
    expect(JSON.parse(good.Payload?.transformToString() ?? '')).toEqual({ answered: { a: 1 } });

    const bad = await invoke('arn:aws:lambda:us-east-1:000000000000:function:Workflow', {
      id: 'bad',
      failing: 1,
    });
    expect(bad.FunctionError).toBe('Unhandled');
    expect(JSON.parse(bad.Payload?.transformToString() ?? '')).toMatchObject({
      errorType: 'TypeError',
      errorMessage: 'failing on purpose',
    });
    await expect(invoke('Nobody', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('of type Event is accepted at once, and run later', async () => {
    expect((await invoke('Workflow', { later: true }, 'Event')).StatusCode).toBe(202);
    expect(await seenBy('Workflow')).toEqual([{ later: true }]);
  });
});

describe('a template that cannot be run', () => {
  const start = (resources: object) => {
    const folder = mkdtempSync(join(dataDir, 'other-'));
    const other = { Resources: { ...template.Resources, ...resources } };
    return startHost({
      dataDir: folder,
      inMemory: true,
      assembly: writeAssembly(folder, other, bundles),
      dynamodb: host.dynamodb,
    });
  };

  it.each([
    [
      'a tumbling window',
      { X: mapping('All', { TumblingWindowInSeconds: 30 }) },
      /X of the template.*\n.*TumblingWindowInSeconds/,
    ],
    [
      'another kind of source',
      { X: mapping('All', { EventSourceArn: 'arn:aws:kinesis:us-east-1:0:stream/a' }) },
      /X reads arn:aws:kinesis.*supports only queues and streams of tables/,
    ],
    [
      'partial failures of a batch of messages',
      {
        X: mapping('All', {
          EventSourceArn: arn('Seen'),
          FunctionResponseTypes: ['ReportBatchItemFailures'],
        }),
      },
      /X of the template.*\n.*FunctionResponseTypes/,
    ],
    [
      'a filter for messages',
      { X: mapping('All', { EventSourceArn: arn('Seen'), FilterCriteria: { Filters: [] } }) },
      /X of the template.*\n.*FilterCriteria/,
    ],
    [
      'a maximum concurrency that Lambda refuses',
      {
        X: mapping('All', {
          EventSourceArn: arn('Seen'),
          ScalingConfig: { MaximumConcurrency: 1 },
        }),
      },
      /X of the template.*\n.*MaximumConcurrency/,
    ],
    [
      'a queue that does not exist',
      { X: mapping('All', { EventSourceArn: 'arn:aws:sqs:us-east-1:0:Nothing' }) },
      /X reads arn:aws:sqs:us-east-1:0:Nothing, which does not exist/,
    ],
    [
      'an unsupported event pattern',
      { X: rule({ EventPattern: { a: [{ cidr: '::/0' }] } }) },
      /'cidr' is not an operator/,
    ],
    [
      'an unsupported schedule',
      { X: rule({ ScheduleExpression: 'rate(1 week)' }) },
      /X has an expression.*rate\(1 week\)/,
    ],
    [
      'a failure destination that is not a queue',
      { X: mapping('All', { DestinationConfig: { OnFailure: { Destination: arn('Bus') } } }) },
      /sends failures only to queues, not to arn:aws:events/,
    ],
    ['a FIFO queue', { X: queue({ FifoQueue: true }) }, /AWS::SQS::Queue X.*\n.*FifoQueue/],
  ])('stops the start with an explanation: %s', async (_, resources, why) => {
    const starting = start(resources);
    await expect(starting).rejects.toThrow(why);
    await expect(starting).rejects.toBeInstanceOf(StartError);
  });
});
