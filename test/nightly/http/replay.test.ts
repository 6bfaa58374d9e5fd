// Failed stream records and events: each is queued, the others are processed, and a replay processes it, too.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { beforeAll, expect, it } from 'vitest';
import type { Host } from '../../../infra/local/host/host.ts';
import { eventExamples } from '../../../testing/event-examples.ts';
import { clientOfHost } from '../../support/api.ts';
import { workbench } from '../../support/workbench.ts';

const { emptyService } = workbench();

let host: Host;
const traced: string[] = [];
beforeAll(async () => {
  host = await emptyService({ trace: (line) => traced.push(line) });
});

/** A test's own three contacts, and a connection from a to b. */
async function clinic(prefix: string) {
  const call = await clientOfHost(host, 'ines');
  await call('PUT', '/v1/record-types/contact', { displayName: 'C', connectionsEnabled: true });
  for (const id of 'abc') await call('PUT', `/v1/records/contact/${prefix}-${id}`, { name: id });
  const connect = (id: string) =>
    call('POST', '/v1/connections', {
      record1: { type: 'contact', id: `${prefix}-a` },
      record2: { type: 'contact', id: `${prefix}-${id}` },
    });
  const { body } = await connect('b');
  await host.drained();
  const db = DynamoDBDocumentClient.from(new DynamoDBClient(host.dynamodb));
  const TableName = host.tableNames[0] as string;
  const itemsOf = async (pk: string, prefix: string) => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
      }),
    );
    return Items as ({ pk: string; sk: string } & Record<string, unknown>)[];
  };
  const total = async (id: string) =>
    (await call('GET', `/v1/records/contact/${prefix}-${id}/summary`)).body.total;
  return { connect, connection: body, db, TableName, itemsOf, total };
}

/** The failure queue of a function. */
const failuresOf = (host: Host, name: string) => queueNamed(host, `${name}Failures`);

function queueNamed(host: Host, name: string) {
  const queue = [...host.queues.values()].find((each) => each.name.startsWith(name));
  if (!queue) throw new Error(`no queue ${name}`);
  return queue;
}

/** Runs the operator's function, as `aws lambda invoke` would. */
async function replay(host: Host) {
  const lambda = new LambdaClient({ ...host.dynamodb, endpoint: host.awsEndpoint });
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: functionNamed(host, 'Replay') }),
  );
  return JSON.parse(Buffer.from(Payload as Uint8Array).toString());
}

function functionNamed(host: Host, name: string): string {
  const found = host.functionNames.find((each) => each.startsWith(name));
  if (!found) throw new Error(`no function ${name}`);
  return found;
}

it('a poison record is queued with its cause while the others are processed; replay processes it', async () => {
  const { connect, db, TableName, itemsOf, total } = await clinic('poison');
  const [half] = await itemsOf('record#contact#poison-a', 'connection#');
  const poison = { ...half, id: '01a201f1-750d-719a-a502-000000000001', state: 'archived' };
  const sk = 'connection#-#contact#z#-#-';
  await db.send(new PutCommand({ TableName, Item: { ...poison, sk, connectedId: 'z' } }));
  await connect('c');
  await host.drained();

  // The others, before and after it, are counted.
  expect(await total('c')).toBe(1);
  expect(await total('a')).toBe(2);
  const queue = failuresOf(host, 'Projector');
  const [message, ...more] = queue.peek();
  expect(more).toEqual([]);
  const failure = JSON.parse(message?.body ?? '');
  expect(failure).toMatchObject({
    requestContext: { condition: 'RecordSetAside' },
    cause: { name: 'ZodError', message: expect.stringContaining('state') },
    Records: [{ dynamodb: { NewImage: { state: { S: 'archived' } } } }],
  });

  // Without a repair it fails again and stays in the queue, where another replay finds it at once.
  expect(await replay(host)).toMatchObject({ started: 0, processed: 0, failed: 2 });
  expect(queue.peek()).toHaveLength(1);

  // Repaired in the message, it is counted like any other.
  queue.purge();
  failure.Records[0].dynamodb.NewImage.state.S = 'active';
  queue.send(JSON.stringify(failure));
  failuresOf(host, 'Publisher').purge();
  expect(await replay(host)).toMatchObject({ started: 0, processed: 1, failed: 0, causes: [] });
  expect(await total('a')).toBe(3);
  expect(queue.peek()).toEqual([]);
});

it('a batch that Lambda has given up is read from the stream again', async () => {
  const { connection, db, TableName, itemsOf, total } = await clinic('lost');
  // As if it had not been counted: without history entries and counts.
  for (const id of 'ab') {
    const pk = `record#contact#lost-${id}`;
    for (const { sk } of [...(await itemsOf(pk, 'history#')), ...(await itemsOf(pk, 'summary'))]) {
      await db.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
    }
    expect(await total(id)).toBe(0);
  }
  await host.drained();

  const streams = new DynamoDBStreamsClient(host.dynamodb);
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName }));
  const StreamArn = Streams?.[0]?.StreamArn as string;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId as string;
  const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  const numbers = Records.filter(({ dynamodb }) => dynamodb?.NewImage?.id?.S === connection.id).map(
    ({ dynamodb }) => dynamodb?.SequenceNumber,
  );
  failuresOf(host, 'Projector').send(
    JSON.stringify({
      requestContext: {
        functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionNamed(host, 'ProjectorFunction')}`,
        condition: 'RetryAttemptsExhausted',
      },
      DDBStreamBatchInfo: {
        streamArn: StreamArn,
        shardId: ShardId,
        startSequenceNumber: numbers[0],
        endSequenceNumber: numbers.at(-1),
      },
    }),
  );
  expect(await replay(host)).toMatchObject({ started: 0, processed: 1, failed: 0, causes: [] });
  expect([await total('a'), await total('b')]).toEqual([1, 1]);
  // Another replay changes nothing.
  expect(await replay(host)).toMatchObject({ started: 0, processed: 0, failed: 0, causes: [] });
});

it('an event that failed in the queue of a workflow, or never reached it, goes through the queue again', async () => {
  const queue = queueNamed(host, 'RenameQueue');
  const failures = failuresOf(host, 'Rename');
  const strange = JSON.stringify({ 'detail-type': 'Weather Changed', detail: {} });
  const attempts = (outcome: string) =>
    traced.filter((line) => new RegExp(`^function .*RenameQueue.*, ${outcome}`).test(line)).length;
  traced.length = 0;
  queue.send(strange);
  await host.drained();
  expect(attempts('failed')).toBe(5);
  expect(failures.peek().map(({ body }) => body)).toEqual([strange]);
  // As if the bus had not been allowed to send to the queue.
  const renamed = eventExamples.get('Record Renamed');
  const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
  failures.send(JSON.stringify({ 'detail-type': 'Record Renamed', detail: renamed?.detail }), {
    TARGET_ARN: attribute(`arn:aws:sqs:us-east-1:000000000000:${queue.name}`),
    ERROR_CODE: attribute('NO_PERMISSIONS'),
  });

  expect(await replay(host)).toMatchObject({ started: 2, processed: 0, failed: 0, causes: [] });
  await host.drained();

  expect([attempts('done'), attempts('failed')]).toEqual([1, 10]);
  // Its cause is not fixed.
  expect(failures.peek().map(({ body }) => body)).toEqual([strange]);
  expect(queue.peek()).toEqual([]);
});
