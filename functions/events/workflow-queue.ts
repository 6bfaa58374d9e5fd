// The queue of a workflow, seen from its function: reads the message of a run, sends it again, and returns it
// to the queue after a failure, or after the last one to the failure queue.
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { EventBridgeEvent, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { failureAttributes, messageAttributes } from '../failures/failure-attributes.ts';
import { maximumReceives, readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log } from '../telemetry/telemetry.ts';
import { AnotherRun } from './once.ts';

let client: SQSClient | undefined;
/** Most runs need no client of their own: Lambda receives and deletes the message. */
const queues = () => {
  client ??= new SQSClient({});
  return client;
};

/** Read when they are needed: a unit test of a workflow has no environment. */
const queueUrl = () => readEnvironment(process.env, 'workflowQueueUrl').workflowQueueUrl;
const failureQueueUrl = () =>
  readEnvironment(process.env, 'workflowFailureQueueUrl').workflowFailureQueueUrl;

/** The number of runs that an event may take: at 15 minutes each, about 10 days. */
const maximumRuns = 1_000;

/** Seconds until a failed message is received again, for each time that it was received. */
const retrySeconds = 60;

/** The attribute of a message that was sent again: the number of its run, from 2. */
const runAttribute = 'Run';

const Event = z.looseObject({ 'detail-type': z.string(), detail: z.unknown() });

/** The only message of an invocation. @throws Error if the mapping passes batches, or reads no queue */
export function messageOf({ Records }: SQSEvent): SQSRecord {
  const [record, ...more] = Records;
  if (record?.eventSource !== 'aws:sqs' || more.length > 0) {
    throw new Error('a workflow reads one message of an SQS queue at a time (batch size 1)');
  }
  return record;
}

/** The event in a message. @throws Error if the body is no event */
export function eventIn({ messageId, body }: SQSRecord): EventBridgeEvent<string, unknown> {
  try {
    return Event.parse(JSON.parse(body)) as unknown as EventBridgeEvent<string, unknown>;
  } catch {
    throw new Error(`the message ${messageId} does not contain an event of EventBridge`);
  }
}

/**
 * The number of this run of an event that was not finished, from 1.
 * @throws Error if the event has had all its runs
 */
export function runOf({ messageAttributes }: SQSRecord): number {
  const run = Number(messageAttributes[runAttribute]?.stringValue ?? 1);
  if (run > maximumRuns) throw new Error(`the event is not finished after ${maximumRuns} runs`);
  return run;
}

/**
 * Sends an event to the workflow's queue again, behind the events that wait there. It still belongs to its replay.
 * @throws Error if the function has no queue
 */
export async function sendAgain(message: SQSRecord | string, run: number): Promise<void> {
  const QueueUrl = queueUrl();
  if (QueueUrl === undefined) {
    throw new Error('the run is unfinished, and the function has no queue to continue it');
  }
  await queues().send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: typeof message === 'string' ? message : message.body,
      MessageAttributes: {
        ...(typeof message !== 'string' && messageAttributes(earlierOf(message))),
        [runAttribute]: { DataType: 'Number', StringValue: String(run) },
      },
    }),
  );
}

/**
 * Ends an attempt that failed. After the last one, the event goes to the failure queue with its error, which SQS would
 * not add. If that fails, the message stays, and SQS itself moves it.
 */
export async function endAttempt(
  message: SQSRecord,
  error: unknown,
  requestId: string,
): Promise<void> {
  const { maxReceiveCount = maximumReceives } = readEnvironment(process.env, 'maxReceiveCount');
  const isLast = Number(message.attributes.ApproximateReceiveCount) >= maxReceiveCount;
  if (isLast && failureQueueUrl() !== undefined) {
    try {
      await setAside(message, error, requestId);
      return;
    } catch (cause) {
      const { messageId } = message;
      log('WARN', 'event not set aside with its error', { messageId, error: loggedError(cause) });
    }
  }
  await returnSoon(message, error instanceof AnotherRun ? error.until : 0);
}

/** Sends first: if the message is not deleted then, its event is in the failure queue twice, and not lost. */
async function setAside(message: SQSRecord, error: unknown, requestId: string): Promise<void> {
  const { attributes, body, receiptHandle } = message;
  const { name, message: text, stack } = loggedError(error);
  const { replayId, firstFailedAt, attempts } = earlierOf(message);
  await queues().send(
    new SendMessageCommand({
      QueueUrl: failureQueueUrl(),
      MessageBody: body,
      MessageAttributes: messageAttributes({
        errorName: name,
        errorMessage: text,
        errorStack: stack.join('\n'),
        requestId,
        logGroup: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
        attempts: String(Number(attempts ?? 0) + Number(attributes.ApproximateReceiveCount)),
        firstFailedAt:
          firstFailedAt ??
          new Date(Number(attributes.ApproximateFirstReceiveTimestamp)).toISOString(),
        replayId,
      }),
    }),
  );
  await queues().send(
    new DeleteMessageCommand({ QueueUrl: queueUrl(), ReceiptHandle: receiptHandle }),
  );
}

/** What a replay wrote on a message about the failures before it. */
function earlierOf({ messageAttributes: all }: SQSRecord) {
  const value = (name: keyof typeof failureAttributes) => all[failureAttributes[name]]?.stringValue;
  return {
    replayId: value('replayId'),
    firstFailedAt: value('firstFailedAt'),
    attempts: value('attempts'),
  };
}

/**
 * Lets the message of a failed run be received again after 1 minute, later 2, 3, … Without this it would stay
 * hidden for the queue's visibility timeout, which is as long as six runs.
 * @param notBefore in ms since 1970: a later time at which it makes sense to receive it again
 */
async function returnSoon({ messageId, receiptHandle, attributes }: SQSRecord, notBefore = 0) {
  const VisibilityTimeout = Math.max(
    retrySeconds * Number(attributes.ApproximateReceiveCount),
    Math.ceil((notBefore - Date.now()) / 1000),
  );
  try {
    await queues().send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl(),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout,
      }),
    );
  } catch (error) {
    log('WARN', 'message not returned', { messageId, error: loggedError(error) });
  }
}
