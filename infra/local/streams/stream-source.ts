// Reads a table's stream. Lambda passes records on in the stream's own JSON, and so does this, without an
// SDK that would convert them.

import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { region } from '../base/template.ts';
import type { EngineAccess } from '../dynamodb/engine-access.ts';

type Image = Record<string, unknown>;

/** A record as a function receives it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSourceARN: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys?: Image;
    readonly NewImage?: Image;
    readonly OldImage?: Image;
  };
}

export interface Shard {
  readonly id: string;
  readonly parent?: string | undefined;
}

export interface Page {
  readonly records: readonly StreamRecord[];
  /** Undefined at the end of a shard that is closed. */
  readonly next?: string | undefined;
}

export interface StreamSource {
  readonly arn: string;
  /** All shards, parents before their children. */
  shards(): Promise<Shard[]>;
  /** An iterator that starts after this record, or at the oldest record. */
  iterator(shardId: string, after?: string): Promise<string>;
  /** Returns at most `limit` records (up to 1,000); none at the end of an open shard. */
  read(iterator: string, limit: number): Promise<Page>;
  close(): void;
}

/** The stream of a table in DynamoDB Local; undefined if the table has none. */
export async function openStream(
  access: EngineAccess,
  tableName: string,
): Promise<StreamSource | undefined> {
  const agent = new Agent({ keepAlive: true });
  const call = (target: string, input: unknown) => post(access, agent, target, input);
  const { Table } = await call('DynamoDB_20120810.DescribeTable', { TableName: tableName });
  const arn: string | undefined = Table.LatestStreamArn;
  if (arn === undefined) {
    agent.destroy();
    return undefined;
  }
  const streams = (operation: string, input: unknown) =>
    call(`DynamoDBStreams_20120810.${operation}`, input);
  return {
    arn,
    async shards() {
      const found: Shard[] = [];
      let ExclusiveStartShardId: string | undefined;
      do {
        const { StreamDescription } = await streams('DescribeStream', {
          StreamArn: arn,
          ExclusiveStartShardId,
        });
        for (const { ShardId, ParentShardId } of StreamDescription.Shards) {
          found.push({ id: ShardId, parent: ParentShardId });
        }
        ExclusiveStartShardId = StreamDescription.LastEvaluatedShardId;
      } while (ExclusiveStartShardId !== undefined);
      return found;
    },
    async iterator(ShardId, after) {
      const { ShardIterator } = await streams('GetShardIterator', {
        StreamArn: arn,
        ShardId,
        ...(after === undefined
          ? { ShardIteratorType: 'TRIM_HORIZON' }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
      });
      return ShardIterator;
    },
    async read(ShardIterator, Limit) {
      const { Records, NextShardIterator } = await streams('GetRecords', { ShardIterator, Limit });
      return {
        records: Records.map((record: StreamRecord) => ({
          ...record,
          awsRegion: region,
          eventSourceARN: arn,
          dynamodb: whole(record.dynamodb),
        })),
        next: NextShardIterator,
      };
    },
    close: () => agent.destroy(),
  };
}

/** Repairs a bug of DynamoDB Local, which omits the type of empty maps in streams. */
function whole(change: StreamRecord['dynamodb']): StreamRecord['dynamodb'] {
  const images = Object.entries(change)
    .filter(([name]) => ['Keys', 'NewImage', 'OldImage'].includes(name))
    .map(([name, image]) => [name, withMaps(image as Image)]);
  return { ...change, ...Object.fromEntries(images) };
}

function withMaps(image: Image): Image {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, withMap(value)]));
}

function withMap(value: unknown): unknown {
  const { M, L } = value as { M?: Image; L?: unknown[] };
  if (M) return { M: withMaps(M) };
  if (L) return { L: L.map(withMap) };
  return Object.keys(value as object).length ? value : { M: {} };
}

/** Needs half the CPU time of `fetch`, which matters at ten calls per second. */
async function post(
  { endpoint, credentials: { accessKeyId } }: EngineAccess,
  agent: Agent,
  target: string,
  input: unknown,
) {
  const body = JSON.stringify(input);
  const scope = `${accessKeyId}/20260101/${region}/dynamodb/aws4_request`;
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': target,
    // DynamoDB Local requires a signature and accepts any.
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=local`,
  };
  const [status, answer] = await new Promise<[number | undefined, unknown]>((resolve, reject) => {
    const sent = request(endpoint, { method: 'POST', agent, headers }, (response) => {
      json(response).then((said) => resolve([response.statusCode, said]), reject);
    });
    const late = new Error(`${endpoint} did not answer within 10 s`);
    sent.setTimeout(10_000, () => sent.destroy(late)).on('error', reject);
    sent.end(body);
  });
  if (status !== 200) throw new Error(`${target}: ${JSON.stringify(answer)}`);
  // biome-ignore lint/suspicious/noExplicitAny: the answers of DynamoDB's API
  return answer as any;
}
