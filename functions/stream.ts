// The one entry for the table's stream: reads each record, hands all on, and sets aside those that
// can never be done, with the cause, so that the others go on.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { Refusal } from '../shared/contracts/problem.ts';
import { type Told, toldBy } from '../shared/table/stream.ts';
import { readEnvironment } from './environment.ts';

const { failureQueueUrl } = readEnvironment(process.env, 'failureQueueUrl');
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
  return async (
    { Records, isReplay = false }: Batch,
    { invokedFunctionArn }: Pick<Context, 'invokedFunctionArn'>,
  ): Promise<DynamoDBBatchResponse> => {
    const setAside = async (record: DynamoDBRecord, cause: unknown) => {
      if (isReplay) throw new Error(sentenceOf(cause));
      const MessageBody = JSON.stringify(failure(invokedFunctionArn, record, cause));
      await queue.send(new SendMessageCommand({ QueueUrl: failureQueueUrl, MessageBody }));
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
  };
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
  const name = cause instanceof Error ? cause.name : 'Error';
  const message = sentenceOf(cause);
  console.error(JSON.stringify({ level: 'ERROR', message: 'set aside', cause: message, record }));
  return {
    requestContext: { functionArn, condition: 'RecordSetAside' },
    timestamp: new Date().toISOString(),
    cause: { name, message },
    Records: [record],
  };
}

/** What was wrong, in one line: of what is not what this service writes, each field with its fault. */
function sentenceOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    return cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  return cause instanceof Error ? cause.message : String(cause);
}
