// The one entry for the table's stream: reads each record, hands all on, and sets aside those that
// can never be done, with the cause, so that the others go on.
import { createHash } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { Refusal } from '../../shared/contracts/error-codes.ts';
import { type Told, toldBy } from '../../shared/table/projection/stream-records.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { count, type LogLine, log, withLogLine } from '../telemetry/telemetry.ts';

const { failureQueueUrl, functionName } = readEnvironment(
  process.env,
  'failureQueueUrl',
  'functionName',
);
const queue = new SQSClient({});

/** What a record tells, if anything; or why it cannot be read. */
interface Reading {
  readonly record: DynamoDBRecord;
  readonly told: Told | null;
  readonly error?: unknown;
}

/** What a reader is given: by Lambda, or by a replay. */
export interface Batch {
  readonly Records: readonly DynamoDBRecord[];
  /** The record comes from the failure queue: when it fails, it is thrown, and its message stays. */
  readonly isReplay?: boolean;
}

/**
 * The Lambda handler of a reader of the stream. `perform` must bear to be given the same again, in
 * any order: Lambda delivers at least once.
 *
 * What trouble that passes stands in the way of is given back to Lambda, which tries again from that
 * record on. What fails by itself, alone, goes to the failure queue with its cause and counts as
 * done; replay takes it from there once the cause is mended.
 */
export function streamFunction(perform: (told: readonly Told[]) => Promise<void>) {
  return (
    batch: Batch,
    { invokedFunctionArn, awsRequestId }: StreamContext,
  ): Promise<DynamoDBBatchResponse> =>
    withLogLine('stream batch', lineOf(batch, awsRequestId), async (line) => {
      try {
        const response = await readBatch(batch, perform, invokedFunctionArn);
        const [first] = response.batchItemFailures;
        if (first) Object.assign(line, { level: 'WARN', triedAgainFrom: first.itemIdentifier });
        return response;
      } catch (error) {
        // Lambda tries again, and the alarm tells when that takes long.
        if (passes(error)) line.level = 'WARN';
        throw error;
      }
    });
}

type StreamContext = Pick<Context, 'invokedFunctionArn' | 'awsRequestId'>;

function lineOf({ Records, isReplay = false }: Batch, requestId: string): LogLine {
  const [first] = Records;
  // Seconds since 1970. How long a replayed record has waited says nothing of the reader.
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
  perform: (told: readonly Told[]) => Promise<void>,
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
    await perform(read.flatMap(({ told }) => (told ? [told] : [])));
    // Not before: a batch that comes again would set them aside again.
    for (const { record, error } of read) if (error) await setAside(record, error);
    return { batchItemFailures: [] };
  } catch (error) {
    if (isReplay || passes(error)) throw error;
  }
  // One of them cannot be done: each by itself, in order, tells which.
  for (const { record, told, error: unreadable } of read) {
    try {
      if (unreadable) throw unreadable;
      if (told) await perform([told]);
    } catch (error) {
      if (passes(error)) {
        const itemIdentifier = record.dynamodb?.SequenceNumber ?? '';
        return { batchItemFailures: [{ itemIdentifier }] };
      }
      await setAside(record, error);
    }
  }
  return { batchItemFailures: [] };
}

function reading(record: DynamoDBRecord): Reading {
  try {
    return { record, told: toldBy(record) };
  } catch (error) {
    return { record, told: null, error };
  }
}

/** Of the service or of its deployment, and so of every record: setting them aside would help none. */
const ofAllRecords = new Set([
  'TimeoutError',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionInProgressException',
  'AccessDeniedException',
  'ExpiredTokenException',
  'ResourceNotFoundException',
]);

/** Trouble that is not the record's: contention, throttling, a service that cannot be reached or used. */
function passes(error: unknown): boolean {
  if (error instanceof Refusal) return error.code === 'Busy';
  if (!(error instanceof Error)) return false;
  const { $fault, $retryable } = error as { $fault?: string; $retryable?: object };
  const { name } = error;
  return (
    $fault === 'server' || $retryable !== undefined || 'syscall' in error || ofAllRecords.has(name)
  );
}

/** In the shape that Lambda itself gives failed batches, with the record and the cause added. */
function failure(functionArn: string, record: DynamoDBRecord, cause: unknown) {
  const { name, message } = loggedError(cause);
  return {
    requestContext: { functionArn, condition: 'RecordSetAside' },
    timestamp: new Date().toISOString(),
    cause: { name, message },
    Records: [record],
  };
}

/**
 * The record itself is in the queue, and its contents there alone. `eventId` finds its message; `item`
 * shows whether it is one item again and again, and stays the same for as long as the item lives.
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
