// The local host with another team's app: test/support/team-app.
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHost, type TestHost } from '../../../testing/index.ts';

const folder = fileURLToPath(new URL('../../support/team-app', import.meta.url));
const said: string[] = [];
let host: TestHost;

beforeAll(async () => {
  host = await startHost({ app: 'node app.ts', folder, onFailure: (each) => said.push(each) });
});
afterAll(() => host.stop());

async function call(method: string, path: string, body: object) {
  const response = await fetch(`${host.url}/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await host.token()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect([path, response.status]).toEqual([path, 201]);
  return response.json();
}

it('lists once what does not run here, by kind', () => {
  expect(said).toEqual([
    'Does not run here: AWS::S3::Bucket (Uploads)',
    'Does not run here: AWS::SQS::Queue: FifoQueue is not supported here (Orders)',
    'Does not run here: AWS::Lambda::Function: its runtime is python3.13, not Node.js (Report)',
  ]);
});

it("runs the team's workflow, queue, function and table", async () => {
  await call('PUT', '/record-types/contact', {
    displayName: 'Contact',
    displayCollectionName: 'Contacts',
    connectionsEnabled: true,
  });
  const [record1, record2] = [
    { type: 'contact', id: 'ada' },
    { type: 'contact', id: 'bob' },
  ];
  await call('PUT', '/records/contact/ada', { name: 'Ada' });
  await call('PUT', '/records/contact/bob', { name: 'Bob' });
  const { id } = await call('POST', '/connections', { record1, record2 });

  await host.drained();

  expect(host.events.map((event) => event['detail-type'])).toContain('Connection Created');
  const client = new DynamoDBClient(host.dynamodb);
  const { Items } = await client.send(new ScanCommand({ TableName: host.tableName('Tasks') }));
  client.destroy();
  expect(Items).toEqual([{ id: { S: id } }]);
});

it('names the function and the variable whose value only AWS knows, when the function runs', async () => {
  const lambda = new LambdaClient({
    endpoint: host.awsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const FunctionName = host.functionName('Unknown');
  const { FunctionError, Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  lambda.destroy();

  expect(FunctionError).toBe('Unhandled');
  expect(JSON.parse(Buffer.from(Payload ?? []).toString()).errorMessage).toMatch(
    /environment variable SHARED of Unknown\w+ has no value here: .*Fn::ImportValue/,
  );
});
