// The stream of a test's table: every record that the engine has written, in order.
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { StreamRecord } from '../../shared/table/stream.ts';
import type { Table } from '../../shared/table/table.ts';
import { client } from './table.ts';

/** All records of a table's stream so far. */
export async function streamOf({ db, name }: Table): Promise<StreamRecord[]> {
  const described = await db.send(new DescribeTableCommand({ TableName: name }));
  const StreamArn = described.Table?.LatestStreamArn;
  const streams = new DynamoDBStreamsClient(client());
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const all: StreamRecord[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const start = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
    let { ShardIterator } = await streams.send(new GetShardIteratorCommand(start));
    for (let more = true; more && ShardIterator; ) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
      all.push(...(page.Records ?? []));
      more = (page.Records ?? []).length > 0;
      ShardIterator = page.NextShardIterator;
    }
  }
  return all;
}
