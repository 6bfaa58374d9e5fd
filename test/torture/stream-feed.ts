// The stream of a world's table, read in pieces: for the projector and for the publisher.
import { createHash } from 'node:crypto';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Table } from '../../shared/table/engine/open-table.ts';
import type { StreamRecord } from '../../shared/table/projection/stream-records.ts';

export interface StreamFeed {
  /** All records read so far, in order. */
  readonly records: readonly StreamRecord[];
  /** The same records by shard: they are in order for each item, not for all items of a record. */
  readonly shards: readonly [readonly StreamRecord[], readonly StreamRecord[]];
  /** Reads the records that the engine has written since the last call. */
  read(): Promise<void>;
}

/** Opens the stream of a table with a stream. */
export async function openFeed(
  { db }: Pick<Table, 'db'>,
  streams: DynamoDBStreamsClient,
  TableName: string,
): Promise<StreamFeed> {
  const { Table: described } = await db.send(new DescribeTableCommand({ TableName }));
  const StreamArn = described?.LatestStreamArn;
  const records: StreamRecord[] = [];
  /** The position reached in each shard. */
  const iterators = new Map<string, string | undefined>();
  const shards: [StreamRecord[], StreamRecord[]] = [[], []];
  const shardOfItem = (one: StreamRecord) =>
    createHash('sha1').update(JSON.stringify(one.dynamodb?.Keys)).digest().readUInt8() % 2;
  return {
    records,
    shards,
    async read() {
      const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
      for (const { ShardId } of StreamDescription?.Shards ?? []) {
        if (!ShardId) continue;
        if (!iterators.has(ShardId)) {
          const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
          const { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
          iterators.set(ShardId, ShardIterator);
        }
        for (let ShardIterator = iterators.get(ShardId); ShardIterator; ) {
          const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
          for (const one of page.Records ?? []) {
            records.push(one);
            shards[shardOfItem(one) as 0].push(one);
          }
          ShardIterator = page.NextShardIterator;
          iterators.set(ShardId, ShardIterator);
          if ((page.Records ?? []).length === 0) break;
        }
      }
    },
  };
}
