// The entry of all stream readers: reads each record, passes the changes on, and sets aside records
// that always fail, with the cause, so that the others can continue.
import { createHash } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { withTimeLimit } from '../../shared/table/engine/retries.ts';
import { WaitsForEarlier } from '../../shared/table/feed/waits-for-earlier.ts';
import { changeIn, type StreamedChange } from '../../shared/table/projection/stream-records.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { count, type LogLine, log, withLogLine } from '../telemetry/telemetry.ts';

const { failureQueueUrl, functionName } = readEnvironment(
  process.env,
  'failureQueueUrl',
  'functionName',
);
const queue = new SQSClient({});

/** The change that a record describes, if any, or the reason why it cannot be read. */
interface Reading {
  readonly record: DynamoDBRecord;
  readonly change: StreamedChange | null;
  readonly error?: unknown;
}

/** The input of a reader, from Lambda or from a replay. */
export interface Batch {
  readonly Records: readonly DynamoDBRecord[];
  /** The records come from the failure queue: a failure is thrown, and their message stays there. */
  readonly isReplay?: boolean;
}

/**
 * The Lambda handler of a stream reader. `perform` must be idempotent and accept changes in any
 * order: Lambda delivers at least once.
 *
 * After a temporary error, Lambda retries from the failed record on. A record that fails alone for
 * another reason goes to the failure queue with its cause and counts as done; an operator replays
 * the queue once the cause is fixed.
 */
export function streamFunction(perform: (changes: readonly StreamedChange[]) => Promise<void>) {
  return (
    batch: Batch,
    { invokedFunctionArn, awsRequestId, getRemainingTimeInMillis }: StreamContext,
  ): Promise<DynamoDBBatchResponse> =>
    withLogLine('stream batch', lineOf(batch, awsRequestId), async (line) => {
      try {
        const response = await withTimeLimit(getRemainingTimeInMillis(), () =>
          readBatch(batch, perform, invokedFunctionArn),
        );
        const [first] = response.batchItemFailures;
        if (first) Object.assign(line, { level: 'WARN', triedAgainFrom: first.itemIdentifier });
        return response;
      } catch (error) {
        // Lambda retries, and an alarm reports if that takes long.
        if (isTemporary(error)) line.level = 'WARN';
        throw error;
      }
    });
}

type StreamContext = Pick<
  Context,
  'invokedFunctionArn' | 'awsRequestId' | 'getRemainingTimeInMillis'
>;

function lineOf({ Records, isReplay = false }: Batch, requestId: string): LogLine {
  const [first] = Records;
  // In seconds since 1970. The age of a replayed record says nothing about the reader.
  const written = isReplay ? undefined : first?.dynamodb?.ApproximateCreationDateTime;
  return {
    requestId,
    function: functionName,
    firstEventId: first?.eventID,
    Records: Records.length,
    ...(written !== undefined && { Lag: Math.max(0, Date.now() - written * 1000) }),
    ...(isReplay && { isReplay }),
  };
}

async function readBatch(
  { Records, isReplay = false }: Batch,
  perform: (changes: readonly StreamedChange[]) => Promise<void>,
  functionArn: string,
): Promise<DynamoDBBatchResponse> {
  const setAside = async (record: DynamoDBRecord, cause: unknown) => {
    if (isReplay) throw cause;
    const MessageBody = JSON.stringify(failure(functionArn, record, cause));
    await queue.send(new SendMessageCommand({ QueueUrl: failureQueueUrl, MessageBody }));
    logSetAside(record, cause);
  };

  const read = Records.map(reading);
  try {
    await perform(read.flatMap(({ change }) => (change ? [change] : [])));
    // Not earlier: a batch that is retried would set them aside again.
    for (const { record, error } of read) if (error) await setAside(record, error);
    return { batchItemFailures: [] };
  } catch (error) {
    const from = error instanceof WaitsForEarlier ? error.first : undefined;
    const at = read.findIndex(({ change }) => change !== null && change === from);
    if (!isReplay && at >= 0) {
      for (const { record, error } of read.slice(0, at)) if (error) await setAside(record, error);
      return failedFrom(read[at]?.record);
    }
    if (isReplay || isTemporary(error)) throw error;
  }
  // One of the records fails: performing them one at a time, in order, shows which.
  for (const { record, change, error: unreadable } of read) {
    try {
      if (unreadable) throw unreadable;
      if (change) await perform([change]);
    } catch (error) {
      if (isTemporary(error)) {
        return failedFrom(record);
      }
      await setAside(record, error);
    }
  }
  return { batchItemFailures: [] };
}

/** Lambda delivers this record and those after it again. */
const failedFrom = (record: DynamoDBRecord | undefined): DynamoDBBatchResponse => ({
  batchItemFailures: [{ itemIdentifier: record?.dynamodb?.SequenceNumber ?? '' }],
});

function reading(record: DynamoDBRecord): Reading {
  try {
    return { record, change: changeIn(record) };
  } catch (error) {
    return { record, change: null, error };
  }
}

/** Errors of the service or its deployment, which affect every record: setting aside would not help. */
const errorsOfAllRecords = new Set([
  'TimeoutError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'AccessDeniedException',
  'ExpiredTokenException',
  'ResourceNotFoundException',
  'TooFewShards',
]);

/** An error that the record did not cause: contention, throttling, a service that is unavailable. */
function isTemporary(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'Busy';
  if (!(error instanceof Error)) return false;
  const { $fault, $retryable } = error as { $fault?: string; $retryable?: object };
  const { name } = error;
  return (
    $fault === 'server' ||
    $retryable !== undefined ||
    'syscall' in error ||
    errorsOfAllRecords.has(name)
  );
}

/** The message for the failure queue: Lambda's own format, with the record and the cause added. */
function failure(functionArn: string, record: DynamoDBRecord, cause: unknown) {
  const { name, message, stack } = loggedError(cause);
  return {
    requestContext: { functionArn, condition: 'RecordSetAside' },
    timestamp: new Date().toISOString(),
    cause: { name, message, stack },
    logGroup: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    Records: [record],
  };
}

/**
 * The contents of the record are only in the queue. `eventId` finds its message; `item` is the same
 * for all records of one table item, so it shows whether one item fails repeatedly.
 */
function logSetAside({ eventID, eventName, dynamodb }: DynamoDBRecord, cause: unknown): void {
  count('SetAside');
  const item = createHash('sha256').update(JSON.stringify(dynamodb?.Keys ?? null));
  log('ERROR', 'record set aside', {
    function: functionName,
    eventId: eventID,
    eventName,
    sequenceNumber: dynamodb?.SequenceNumber,
    item: item.digest('hex').slice(0, 16),
    error: loggedError(cause),
  });
}
