// The message that Lambda sends to the on-failure destination of a stream mapping. It contains the
// positions of the records, not the records; a replay reads them from the stream within 24 hours.
import { randomUUID } from 'node:crypto';
import type { GivenUp } from './stream-batch.ts';
import type { StreamRecord } from './stream-source.ts';

export interface BatchPlace {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
}

/** The message, as JSON. */
export function onFailureMessage(
  { records, condition, invokeCount, functionFailed }: GivenUp,
  { functionArn, streamArn, shardId }: BatchPlace,
): string {
  return JSON.stringify({
    requestContext: {
      requestId: randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invokeCount,
    },
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(functionFailed ? { functionError: 'Unhandled' } : {}),
    },
    version: '1.0',
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: records.at(0)?.dynamodb.SequenceNumber,
      endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrivalOf(records.at(0)),
      approximateArrivalOfLastRecord: arrivalOf(records.at(-1)),
      batchSize: records.length,
      streamArn,
    },
  });
}

/** In Lambda's format, without milliseconds. */
function arrivalOf(record: StreamRecord | undefined): string {
  const time = new Date((record?.dynamodb.ApproximateCreationDateTime ?? 0) * 1000);
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
