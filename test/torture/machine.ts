// What sequences and races run on: the service in this process, an engine, and the findings.
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { openService, type Service } from './service.ts';
import type { Tally } from './world.ts';

export interface Engine {
  readonly client: DynamoDBClientConfig;
  readonly streams: DynamoDBStreamsClient;
}

export interface Machine {
  readonly service: Service;
  readonly engine: Engine;
  /** Faults by kind, so far. */
  readonly faults: Tally;
  /** Sequences and requests, and what was found wrong, by kind, so far. */
  readonly found: Tally;
  /** A name that no other table has. */
  nextTable(): string;
}

/** Opens the machine on an engine. Once a Node.js process. */
export async function openMachine(endpoint: string): Promise<Machine> {
  const client = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const service = await openService(endpoint);
  const engine = { client, streams: new DynamoDBStreamsClient(client) };
  let tables = 0;
  const nextTable = () => {
    tables += 1;
    return `torture-${process.pid}-${tables}`;
  };
  return { service, engine, faults: {}, found: {}, nextTable };
}
