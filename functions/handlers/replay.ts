// Run by an operator: takes what failed from the failure queues and gives it to its function again.
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log, withLogLine } from '../telemetry/telemetry.ts';

const { failureQueueUrls } = readEnvironment(process.env, 'failureQueueUrls');
const queues = new SQSClient({});
const streams = new DynamoDBStreamsClient({});
const functions = new LambdaClient({});

/** How long a message is held back from others while it is replayed, in seconds: as long as a run. */
const visibilitySeconds = 900;

/** A run takes no more messages when it has less than this left, in ms. */
const reserveMs = 120_000;

/** The most that one invocation is given, in bytes: Lambda takes 6 MB. */
const largestPayload = 4_000_000;

const StreamRecords = z.array(z.looseObject({ eventID: z.string() })).min(1);

/** The shapes in which a failure comes to its queue, each with the function that it is for. */
const Failure = z.union([
  /** Set aside by a reader of the stream: the records are in it. */
  z.object({
    requestContext: z.object({ functionArn: z.string() }),
    Records: StreamRecords,
  }),
  /** A batch that Lambda gave up: only says where in the stream it is, which keeps it for 24 hours. */
  z.object({
    requestContext: z.object({ functionArn: z.string() }),
    DDBStreamBatchInfo: z.object({
      streamArn: z.string(),
      shardId: z.string(),
      startSequenceNumber: z.string(),
      endSequenceNumber: z.string(),
    }),
  }),
  /** An event that a workflow failed on. */
  z.object({
    requestContext: z.object({ functionArn: z.string() }),
    requestPayload: z.unknown(),
  }),
]);
type Failure = z.output<typeof Failure>;

/** What came of a replay: counts of messages, and why some are still in their queues. */
export interface Replayed {
  readonly replayed: number;
  readonly failed: number;
  readonly causes: readonly string[];
}

/**
 * Replays the messages of all failure queues, each once. A reader of the stream is waited for, and
 * its message goes when it has taken it; one that fails again stays, to be met when its visibility
 * timeout (15 minutes) is over. A workflow is only started, as by its event: where it fails again,
 * Lambda tries it again and then puts the event back into its queue.
 */
export function handler(
  _event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis' | 'awsRequestId'>,
): Promise<Replayed> {
  return withLogLine('replay', { requestId: context.awsRequestId }, async (line) => {
    const answer = await replayAll(context);
    const { replayed, failed } = answer;
    Object.assign(line, { replayed, failed, ...(failed > 0 && { level: 'WARN' }) });
    return answer;
  });
}

async function replayAll(context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<Replayed> {
  let replayed = 0;
  const causes: string[] = [];
  for (const QueueUrl of failureQueueUrls) {
    const seen = new Set<string | undefined>();
    while (context.getRemainingTimeInMillis() > reserveMs) {
      const { Messages = [] } = await queues.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          VisibilityTimeout: visibilitySeconds,
          // Without a wait only some of SQS's servers are asked, and there may seem to be none.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
        }),
      );
      const fresh = Messages.filter(({ MessageId }) => !seen.has(MessageId));
      if (fresh.length === 0) break;
      for (const message of fresh) {
        seen.add(message.MessageId);
        try {
          await replay(message);
          const { ReceiptHandle } = message;
          await queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          replayed += 1;
        } catch (error) {
          causes.push(error instanceof Error ? error.message : String(error));
          log('WARN', 'message not replayed', {
            messageId: message.MessageId,
            error: loggedError(error),
          });
        }
      }
    }
  }
  return { replayed, failed: causes.length, causes };
}

async function replay({ Body = '', MessageAttributes = {} }: Message): Promise<void> {
  const body: unknown = JSON.parse(Body);
  const target = MessageAttributes.TARGET_ARN?.StringValue;
  // An event that the bus could not bring to its function: the message is the event itself.
  if (target !== undefined) return start(target, body);
  const failure = Failure.parse(body);
  // Lambda names the version that failed; whoever replays wants the one that is there now.
  const functionArn = failure.requestContext.functionArn.replace(/:\$LATEST$/, '');
  if ('requestPayload' in failure) return start(functionArn, failure.requestPayload);
  // A record that was set aside stays in its message. Of a stretch of the stream, which will be gone
  // tomorrow, what fails is better set aside once more, the record with it.
  const isReplay = 'Records' in failure;
  for (const Records of inPayloads(await recordsOf(failure))) {
    await invoke(functionArn, { Records, isReplay });
  }
}

/** A stretch of the stream holds more than its reader's filters let through. */
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

/** Starts a workflow with an event, and waits no longer than until Lambda has it. */
async function start(functionArn: string, event: unknown): Promise<void> {
  await functions.send(
    new InvokeCommand({
      FunctionName: functionArn,
      InvocationType: 'Event',
      Payload: JSON.stringify(event),
    }),
  );
}

/** @throws Error when the function fails, or gives back a part of a batch. */
async function invoke(functionArn: string, event: unknown): Promise<void> {
  const { FunctionError, Payload } = await functions.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
  );
  const answer = Payload ? JSON.parse(Buffer.from(Payload).toString() || 'null') : null;
  if (FunctionError) throw new Error(`${functionArn} failed again: ${answer?.errorMessage}`);
  const left = answer?.batchItemFailures?.length ?? 0;
  if (left > 0) throw new Error(`${functionArn} was too busy for ${left} records`);
}
