// The engine: it ends with its host, stores its data, and creates the template's tables.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StartError } from '../../infra/local/base/start-error.ts';
import { answers, type Engine, startEngine } from '../../infra/local/dynamodb/engine.ts';
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';
import { createTable, GlobalTable } from '../../infra/local/dynamodb/tables.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-engine-'));
const started: Engine[] = [];
const start = async (...options: Parameters<typeof startEngine>) => {
  const engine = await startEngine(...options);
  started.push(engine);
  return engine;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((engine) => engine.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

const table = GlobalTable.parse({
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'shard', AttributeType: 'N' },
  ],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-shard',
      KeySchema: [
        { AttributeName: 'shard', KeyType: 'HASH' },
        { AttributeName: 'pk', KeyType: 'HASH' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
});

describe('the engine', () => {
  it('answers when it has started, and has ended when it is stopped', async () => {
    const engine = await start();
    expect(await answers(engine.endpoint)).toBe(true);

    await engine.stop();

    expect(await answers(engine.endpoint)).toBe(false);
  });

  it('cancels a start', async () => {
    const unwanted = new AbortController();
    const starting = startEngine({ signal: unwanted.signal });
    unwanted.abort();
    await expect(starting).rejects.toThrow(/abort/);
  });

  it('says what to do when there is no Java', async () => {
    vi.stubEnv('PATH', dataDir);
    const failing = startEngine();
    await expect(failing).rejects.toThrow(/needs Java.*version 17.*DYNAMODB_ENDPOINT/);
    await expect(failing).rejects.toBeInstanceOf(StartError);
    vi.unstubAllEnvs();
  });
});

describe('a table', () => {
  it('is created once, as in the template, and stays', async () => {
    const engine = await start({ dbPath: dataDir });
    const client = new DynamoDBClient(engineAccess(engine.endpoint));
    await createTable(client, 'Table', table);
    const before = await client.send(new DescribeTableCommand({ TableName: 'Table' }));
    expect(before.Table).toMatchObject({
      KeySchema: table.KeySchema,
      GlobalSecondaryIndexes: [expect.objectContaining(table.GlobalSecondaryIndexes[0])],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    });
    const expiry = await client.send(new DescribeTimeToLiveCommand({ TableName: 'Table' }));
    expect(expiry.TimeToLiveDescription?.AttributeName).toBe('expiresAt');

    await createTable(client, 'Table', table);

    const after = await client.send(new DescribeTableCommand({ TableName: 'Table' }));
    expect(after.Table?.CreationDateTime).toEqual(before.Table?.CreationDateTime);
    client.destroy();
  });

  it('with other keys stops the start and is not changed', async () => {
    const engine = await start();
    const client = new DynamoDBClient(engineAccess(engine.endpoint));
    await createTable(client, 'Table', table);
    await expect(
      createTable(client, 'Table', { ...table, GlobalSecondaryIndexes: [] }),
    ).rejects.toThrow(/other keys or indexes.*delete \.local.*--in-memory/);
    client.destroy();
  });
});
