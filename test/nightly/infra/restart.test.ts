// A host that is killed during work: the next host with the same data continues the work.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { startHost } from '../../../infra/local/host/host.ts';
import { lambdaFunction, writeAssembly } from '../../support/assembly.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-restart-'));
const seen = join(dataDir, 'seen');
const released = join(dataDir, 'released');
const seenLines = () => readFileSync(seen, 'utf8').trim().split('\n').toSorted();
const patience = { timeout: 10_000 };

/** Records the events it receives; a slow one is not answered until the file exists. */
const handler = `
  import { appendFileSync, existsSync } from 'node:fs';
  export const handler = async (event) => {
    const names = event.Records?.map((each) =>
      each.body ? JSON.parse(each.body).detail.name : each.dynamodb.Keys.pk.S) ?? [event.detail.name];
    for (const name of names) appendFileSync(${JSON.stringify(seen)}, name + '\\n');
    const slow = names.some((name) => name.startsWith('slow'));
    if (slow && !existsSync(${JSON.stringify(released)})) await new Promise(() => {});
  };`;

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const template = {
  Resources: {
    Table: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
      },
    },
    Function: lambdaFunction('handler', { Timeout: 60 }),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Table', 'StreamArn'] },
        FunctionName: { Ref: 'Function' },
        StartingPosition: 'LATEST',
      },
    },
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: { FunctionName: arn('Function'), Principal: 'events.amazonaws.com' },
    },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['liaison'] },
        Targets: [
          { Id: 'function', Arn: arn('Function') },
          { Id: 'queue', Arn: arn('Queue') },
        ],
      },
    },
    Queue: { Type: 'AWS::SQS::Queue' },
    Work: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 360 } },
    WorkRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventPattern: { source: ['work'] },
        Targets: [{ Id: 'work', Arn: arn('Work') }],
      },
    },
    WorkMapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: arn('Work'), FunctionName: { Ref: 'Function' } },
    },
  },
};

afterAll(() => rmSync(dataDir, { recursive: true }));

it('after kill -9 nothing is lost, and finished work is not repeated', async () => {
  writeFileSync(seen, '');
  const assembly = writeAssembly(join(dataDir, 'assembly'), template, { handler });
  const script =
    `import { startHost } from ${JSON.stringify(import.meta.resolve('../../../infra/local/host/host.ts'))};` +
    `const host = await startHost(${JSON.stringify({ dataDir, assembly })});` +
    'console.log(JSON.stringify([host.dynamodb, host.awsEndpoint]));';
  writeFileSync(join(dataDir, 'host.mjs'), script);
  const killed = spawn(process.execPath, [join(dataDir, 'host.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void killed.kill('SIGKILL'));
  const [said] = await once(killed.stdout, 'data');
  const [dynamodb, awsEndpoint] = JSON.parse(String(said));
  const client = new DynamoDBClient(dynamodb);
  const put = (pk: string) =>
    client.send(new PutItemCommand({ TableName: 'Table', Item: { pk: { S: pk } } }));
  const publish = (name: string, Source = 'liaison') =>
    fetch(awsEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
      body: JSON.stringify({
        Entries: [{ Source, DetailType: 'Made', Detail: JSON.stringify({ name }) }],
      }),
    });
  await put('record');
  await expect.poll(seenLines, patience).toEqual(['record']);
  await publish('event');
  await publish('work', 'work');
  await put('slow record');
  await publish('slow event');
  await publish('slow work', 'work');
  await expect
    .poll(seenLines, patience)
    .toEqual(['event', 'record', 'slow event', 'slow record', 'slow work', 'work']);
  await put('late record');
  client.destroy();

  killed.kill('SIGKILL');
  await once(killed, 'exit');
  writeFileSync(released, '');
  const host = await startHost({ dataDir, assembly });
  await host.drained();

  expect(seenLines()).toEqual([
    'event',
    'late record',
    'record',
    'slow event',
    'slow event',
    'slow record',
    'slow record',
    'slow work',
    'slow work',
    'work',
  ]);
  const names = host.queues
    .get('Queue')
    ?.peek()
    .map(({ body }) => JSON.parse(body).detail.name);
  expect(names).toEqual(['event', 'slow event']);
  await host.stop();
});
