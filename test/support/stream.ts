// Reads the stream of a test's table: every record that the engine has written, in order.
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Table } from '../../shared/table/engine/open-table.ts';
import { processChanges } from '../../shared/table/projection/process-changes.ts';
import { changeIn, type StreamRecord } from '../../shared/table/projection/stream-records.ts';

/** All records of a table's stream so far. */
export async function streamOf({ db, name }: Table): Promise<StreamRecord[]> {
  const described = await db.send(new DescribeTableCommand({ TableName: name }));
  const StreamArn = described.Table?.LatestStreamArn;
  const { endpoint, region, credentials } = db.config;
  const streams = new DynamoDBStreamsClient({ region, credentials, ...(endpoint && { endpoint }) });
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

/** Runs the projector with a batch. */
export async function deliver(table: Table, batch: readonly StreamRecord[]): Promise<void> {
  const settings = { shards: table.shards, retentionDays: 36_500, feedDays: 30 };
  const changes = batch.map(changeIn).filter((one) => one !== null);
  await processChanges(table, changes, settings);
}
