// How what failed is given to its function again.
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Message, SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { describeFailure, jsonOf } from './describe-failure.ts';
import { messageAttributes } from './failure-attributes.ts';
import { type FailureSource, queues } from './failure-queues.ts';

const streams = new DynamoDBStreamsClient({});
const functions = new LambdaClient({});

/** The payload of one invocation, in bytes: Lambda accepts 6 MB. */
const largestPayload = 4_000_000;

/** An event on which a workflow failed that was not started through its queue: on a schedule, or by hand. */
const Invoked = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.unknown(),
});

const StreamRecords = z.array(z.looseObject({ eventID: z.string() })).min(1);

/** The formats of the messages of a function without a queue. */
const Failure = z.union([
  /** Set aside by a stream reader: the message contains the records. */
  z.object({
    requestContext: z.object({ functionArn: z.string() }),
    Records: StreamRecords,
  }),
  /** A batch that Lambda gave up: only its place in the stream, which stores records for 24 hours. */
  z.object({
    requestContext: z.object({ functionArn: z.string() }),
    DDBStreamBatchInfo: z.object({
      streamArn: z.string(),
      shardId: z.string(),
      startSequenceNumber: z.string(),
      endSequenceNumber: z.string(),
    }),
  }),
  Invoked,
]);
type Failure = z.output<typeof Failure>;

/**
 * Gives what failed to its function again: waits for a stream reader, only starts a workflow. An event that a
 * replay started has the replay's id, also when it is back in the failure queue.
 * @throws Error when the message cannot be read, or the reader fails again
 */
export async function processAgain(
  source: FailureSource,
  message: Message,
  replayId: string,
): Promise<'started' | 'processed'> {
  const { Body = '', MessageAttributes = {} } = message;
  if (source.queueUrl !== undefined) {
    await send(source.queueUrl, source.name, message, replayId);
    return 'started';
  }
  const body: unknown = JSON.parse(Body);
  // The event itself, which the bus could not give to the function of a workflow on a schedule.
  const target = MessageAttributes.TARGET_ARN?.StringValue;
  if (target !== undefined) return start(target, body);
  const failure = Failure.parse(body);
  // Lambda names the version that failed; the replay needs the current version.
  const functionArn = failure.requestContext.functionArn.replace(/:\$LATEST$/, '');
  if ('requestPayload' in failure) return start(functionArn, failure.requestPayload);
  // A record that fails again stays in its message. A range of the stream expires within a day, so a
  // record of it that fails is set aside, which puts the record itself into the queue.
  const isReplay = 'Records' in failure;
  for (const Records of inPayloads(await recordsOf(failure))) {
    await invoke(functionArn, { Records, isReplay });
  }
  return 'processed';
}

/** Splits records into payloads: a range of the stream also includes records that the filter drops. */
function inPayloads(records: readonly unknown[]): unknown[][] {
  const payloads: unknown[][] = [];
  let room = 0;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record));
    if (size > room) {
      payloads.push([]);
      room = largestPayload;
    }
    payloads.at(-1)?.push(record);
    room -= size;
  }
  return payloads;
}

async function recordsOf(failure: Exclude<Failure, { requestPayload: unknown }>) {
  if ('Records' in failure) return failure.Records;
  const { streamArn, shardId, startSequenceNumber, endSequenceNumber } = failure.DDBStreamBatchInfo;
  const { StreamDescription } = await streams.send(
    new DescribeStreamCommand({ StreamArn: streamArn, Limit: 1 }),
  );
  let { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      SequenceNumber: startSequenceNumber,
    }),
  );
  const last = BigInt(endSequenceNumber);
  const records: unknown[] = [];
  while (ShardIterator) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator }));
    for (const record of page.Records ?? []) {
      if (BigInt(record.dynamodb?.SequenceNumber ?? 0) > last) return records;
      records.push({
        ...record,
        eventSourceARN: streamArn,
        dynamodb: { ...record.dynamodb, StreamViewType: StreamDescription?.StreamViewType },
      });
      if (record.dynamodb?.SequenceNumber === endSequenceNumber) return records;
    }
    ShardIterator = page.NextShardIterator;
  }
  return records;
}

/**
 * Sends an event to the queue of its workflow again, with the text that it had. The message is the event, or
 * Lambda's report about an invocation by hand, which contains it.
 */
async function send(
  QueueUrl: string,
  workflow: string,
  message: Message,
  replayId: string,
): Promise<void> {
  const { attempts, firstFailedAt } = describeFailure(workflow, message);
  const report = Invoked.safeParse(jsonOf(message.Body ?? '')).data;
  await queues.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody:
        report?.requestPayload === undefined ? message.Body : JSON.stringify(report.requestPayload),
      MessageAttributes: messageAttributes({ replayId, firstFailedAt, attempts: `${attempts}` }),
    }),
  );
}

/** Starts a workflow without a queue; waits only until Lambda has accepted the event. */
async function start(functionArn: string, event: unknown): Promise<'started'> {
  await functions.send(
    new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: JSON.stringify(event),
    }),
  );
  return 'started';
}

/** @throws Error when the function fails or returns a part of the batch as failed */
async function invoke(functionArn: string, event: unknown): Promise<void> {
  const { FunctionError, Payload } = await functions.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
  );
  const answer = Payload ? JSON.parse(Buffer.from(Payload).toString() || 'null') : null;
  if (FunctionError) throw new Error(`${functionArn} failed again: ${answer?.errorMessage}`);
  const left = answer?.batchItemFailures?.length ?? 0;
  if (left > 0) throw new Error(`${functionArn} was too busy for ${left} records`);
}
