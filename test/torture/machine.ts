// The environment of sequences and races: the service in this process, an engine, and the findings.
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { testAccess } from '../support/test-access.ts';
import { openService, type Service } from './service.ts';
import type { Tally } from './world.ts';

export interface Engine {
  readonly client: DynamoDBClientConfig;
  readonly streams: DynamoDBStreamsClient;
}

export interface Machine {
  readonly service: Service;
  readonly engine: Engine;
  /** The number of faults so far, by kind. */
  readonly faults: Tally;
  /** The numbers of sequences, requests and errors found so far, by kind. */
  readonly found: Tally;
  /** A unique table name. */
  nextTable(): string;
}

/** Opens the machine on an engine. Once per Node.js process. */
export async function openMachine(endpoint: string): Promise<Machine> {
  const client = testAccess(endpoint);
  const service = await openService(endpoint);
  const engine = { client, streams: new DynamoDBStreamsClient(client) };
  let tables = 0;
  const nextTable = () => {
    tables += 1;
    return `torture-${process.pid}-${tables}`;
  };
  return { service, engine, faults: {}, found: {}, nextTable };
}
