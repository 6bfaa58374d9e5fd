// The failure queues, read without taking anything: messages are received, and then released.
import {
  ChangeMessageVisibilityBatchCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { readEnvironment } from '../runtime/environment.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log } from '../telemetry/telemetry.ts';

const { failureQueues, queuesUrl } = readEnvironment(process.env, 'failureQueues', 'queuesUrl');

/** What can fail: a workflow, or a reader of the stream. */
export interface FailureSource {
  /** As in its log lines: `Cascade`. */
  readonly name: string;
  readonly failuresUrl: string;
  /** The queue of a workflow on events. */
  readonly queueUrl?: string;
}

const urlOf = (queueName: string) => new URL(queueName, queuesUrl).href;

/** All workflows and stream readers of the stack. */
export const failureSources: readonly FailureSource[] = failureQueues.map(
  ({ name, failures, queue }) => ({
    name,
    failuresUrl: urlOf(failures),
    ...(queue !== undefined && { queueUrl: urlOf(queue) }),
  }),
);

export const queues = new SQSClient({});

/** Until when messages are received, in epoch milliseconds, and how many at most. */
export interface ReadLimits {
  readonly until: number;
  readonly most: number;
}

/** How long a list hides the messages that it reads, in seconds. It reads for a shorter time. */
const holdSeconds = 60;

/**
 * The messages of a failure queue. Other readers cannot receive them for some seconds.
 * `isComplete` is false if there may be more: beyond the limits, or while another reader has them.
 */
export async function peekAt(
  { failuresUrl }: FailureSource,
  { until, most }: ReadLimits,
): Promise<{ messages: readonly Message[]; isComplete: boolean }> {
  const held = new HeldMessages(failuresUrl, holdSeconds);
  const messages: Message[] = [];
  try {
    while (messages.length < most && Date.now() < until) {
      const received = await held.receive();
      if (received.length === 0) {
        return { messages, isComplete: !(await held.areMoreHidden()) };
      }
      messages.push(...received);
      held.keep(received);
    }
    return { messages, isComplete: false };
  } finally {
    await held.release();
  }
}

/** Messages of one queue that this reader has received, and which of them it will release. */
export class HeldMessages {
  readonly #url: string;
  readonly #seconds: number;
  #kept: { readonly message: Message; readonly until: number }[] = [];

  /** @param seconds how long a received message is hidden from others */
  constructor(url: string, seconds: number) {
    this.#url = url;
    this.#seconds = seconds;
  }

  /** Up to 10 messages that nobody has; none if the queue looks empty. */
  async receive(): Promise<readonly Message[]> {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#url,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: this.#seconds,
        // Without a wait SQS asks only some of its servers, and a queue may look empty.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: [
          'ApproximateFirstReceiveTimestamp',
          'DeadLetterQueueSourceArn',
          'SentTimestamp',
        ],
      }),
    );
    return Messages;
  }

  /** Keeps messages hidden until `release`. */
  keep(messages: readonly Message[]): void {
    const until = Date.now() + this.#seconds * 1000;
    this.#kept.push(...messages.map((message) => ({ message, until })));
  }

  /** Whether others have received messages that are not deleted or visible yet. SQS may count late. */
  async areMoreHidden(): Promise<boolean> {
    const name = 'ApproximateNumberOfMessagesNotVisible';
    const { Attributes } = await queues.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: [name] }),
    );
    return Number(Attributes?.[name]) > this.#kept.length;
  }

  /** Makes the kept messages visible again. If that fails, they are when their time is over. */
  async release(): Promise<void> {
    const kept = this.#kept;
    this.#kept = [];
    // After its time, another reader may have a message, which must not become visible for a third.
    const safe = kept.filter(({ until }) => Date.now() < until - 5000);
    for (let from = 0; from < safe.length; from += 10) {
      const Entries = safe.slice(from, from + 10).map(({ message: { ReceiptHandle } }, at) => ({
        Id: String(at),
        ReceiptHandle,
        VisibilityTimeout: 0,
      }));
      try {
        await queues.send(
          new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries }),
        );
      } catch (error) {
        log('WARN', 'messages not released', { error: loggedError(error) });
      }
    }
  }
}

/** How many events wait in the queue of a workflow or are being processed. SQS may count a minute late. */
export async function waitingIn(queueUrl: string): Promise<number> {
  const { Attributes = {} } = await queues.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
