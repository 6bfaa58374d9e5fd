// The operations of SQS's JSON protocol that the SDK needs to send, receive and count messages.
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { AwsError, type JsonOperations } from '../base/aws-endpoint.ts';
import { arnOf } from '../base/template.ts';
import { idOf, md5, receiptHandleOf, systemAttributesOf } from './message-format.ts';
import type { LocalQueue, Message } from './queues.ts';

const Attributes = z.record(
  z.string(),
  z.object({
    DataType: z.string(),
    StringValue: z.string().optional(),
    BinaryValue: z.string().optional(),
  }),
);
const ToSend = z.object({
  MessageBody: z.string().min(1),
  MessageAttributes: Attributes.default({}),
  DelaySeconds: z.number().min(0).max(900).optional(),
});
const Receive = z.object({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  WaitTimeSeconds: z.number().min(0).max(20).optional(),
  VisibilityTimeout: z.number().min(0).max(43_200).optional(),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
});
const Handle = z.object({ ReceiptHandle: z.string() });
const Visibility = Handle.extend({ VisibilityTimeout: z.number().min(0).max(43_200) });
const batchOf = <Entry extends z.ZodRawShape>(entry: z.ZodObject<Entry>) =>
  z.object({ Entries: z.array(entry.extend({ Id: z.string() })).min(1) });

/** @param signal ends long polls when the host stops. */
export function sqsOperations(
  queues: ReadonlyMap<string, LocalQueue>,
  queueUrl: (name: string) => string,
  signal: AbortSignal,
): JsonOperations {
  const named = (name: string) => {
    const queue = queues.get(name);
    if (!queue) throw new AwsError('QueueDoesNotExist', `There is no queue ${name}.`);
    return queue;
  };
  const withQueue =
    <Schema extends z.ZodType>(
      schema: Schema,
      operate: (queue: LocalQueue, input: z.output<Schema>) => unknown,
    ) =>
    (input: unknown) => {
      const { QueueUrl } = read(z.object({ QueueUrl: z.string() }), input);
      return operate(named(QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)), read(schema, input));
    };
  /** Runs each entry separately: some may fail and others succeed. */
  const each = <Entry extends { Id: string }>(
    entries: readonly Entry[],
    operate: (entry: Entry) => object,
  ) => {
    if (entries.length > 10) {
      throw new AwsError('TooManyEntriesInBatchRequest', 'A batch has at most 10 entries.');
    }
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of entries) {
      try {
        Successful.push({ Id: entry.Id, ...operate(entry) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({
          Id: entry.Id,
          Code: error.code,
          Message: error.message,
          SenderFault: true,
        });
      }
    }
    return { Successful, Failed };
  };

  return {
    'AmazonSQS.SendMessage': withQueue(ToSend, send),
    'AmazonSQS.SendMessageBatch': withQueue(batchOf(ToSend), (queue, { Entries }) =>
      each(Entries, (entry) => send(queue, entry)),
    ),
    'AmazonSQS.ReceiveMessage': withQueue(Receive, async (queue, input) => {
      const seconds = input.WaitTimeSeconds ?? queue.properties.ReceiveMessageWaitTimeSeconds;
      const until = Date.now() + seconds * 1000;
      for (;;) {
        const found = queue.receive(
          input.MaxNumberOfMessages,
          input.VisibilityTimeout === undefined ? undefined : input.VisibilityTimeout * 1000,
        );
        if (found.length) {
          const names = new Set(input.MessageSystemAttributeNames);
          return { Messages: found.map((message) => received(message, names)) };
        }
        if (Date.now() >= until || signal.aborted) return {};
        await pause(50, undefined, { signal }).catch(() => {});
      }
    }),
    'AmazonSQS.DeleteMessage': withQueue(Handle, (queue, { ReceiptHandle }) =>
      queue.delete(idOf(ReceiptHandle)),
    ),
    'AmazonSQS.DeleteMessageBatch': withQueue(batchOf(Handle), (queue, { Entries }) =>
      each(Entries, ({ ReceiptHandle }) => {
        queue.delete(idOf(ReceiptHandle));
        return {};
      }),
    ),
    'AmazonSQS.ChangeMessageVisibility': withQueue(Visibility, hide),
    'AmazonSQS.ChangeMessageVisibilityBatch': withQueue(batchOf(Visibility), (queue, { Entries }) =>
      each(Entries, (entry) => {
        hide(queue, entry);
        return {};
      }),
    ),
    'AmazonSQS.GetQueueUrl': (input) => {
      const { QueueName } = read(z.object({ QueueName: z.string() }), input);
      return { QueueUrl: queueUrl(named(QueueName).name) };
    },
    'AmazonSQS.ListQueues': () => ({ QueueUrls: [...queues.keys()].map(queueUrl) }),
    'AmazonSQS.PurgeQueue': withQueue(z.object({}), (queue) => queue.purge()),
    'AmazonSQS.GetQueueAttributes': withQueue(
      z.object({ AttributeNames: z.array(z.string()).default([]) }),
      (queue, { AttributeNames: names }) => {
        const all = Object.entries(attributesOf(queue));
        const requested = all.filter(([name]) => names.includes('All') || names.includes(name));
        return { Attributes: Object.fromEntries(requested) };
      },
    ),
  };
}

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(input);
  if (!success) throw new AwsError('InvalidParameterValue', z.prettifyError(error));
  return data;
}

/** Hides a message for another time than before. */
function hide(queue: LocalQueue, input: z.output<typeof Visibility>): void {
  if (!queue.hide(idOf(input.ReceiptHandle), input.VisibilityTimeout * 1000)) {
    throw new AwsError('MessageNotInflight', 'There is no such message in flight.');
  }
}

function send(queue: LocalQueue, input: z.output<typeof ToSend>): object {
  const { MessageBody: body, MessageAttributes: attributes, DelaySeconds: delay } = input;
  const size = Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes));
  if (size > queue.properties.MaximumMessageSize) {
    throw new AwsError(
      'InvalidParameterValue',
      `The message has ${size} bytes; ${queue.name} allows ${queue.properties.MaximumMessageSize}.`,
    );
  }
  const MessageId = queue.send(body, attributes, delay === undefined ? undefined : delay * 1000);
  return { MessageId, MD5OfMessageBody: md5(body) };
}

/** A message with those of its system attributes that the consumer asks for. */
function received([id, message]: [string, Message], names: ReadonlySet<string>) {
  const { body, attributes } = message;
  const systemAttributes = Object.entries(systemAttributesOf(message)).filter(
    ([name]) => names.has('All') || names.has(name),
  );
  return {
    MessageId: id,
    ReceiptHandle: receiptHandleOf(id, message),
    Body: body,
    MD5OfBody: md5(body),
    ...(systemAttributes.length ? { Attributes: Object.fromEntries(systemAttributes) } : {}),
    ...(Object.keys(attributes).length ? { MessageAttributes: attributes } : {}),
  };
}

function attributesOf(queue: LocalQueue): Record<string, string> {
  const { visible, delayed, inFlight } = queue.counts();
  const { VisibilityTimeout, DelaySeconds, MessageRetentionPeriod, RedrivePolicy } =
    queue.properties;
  return {
    QueueArn: arnOf('AWS::SQS::Queue', queue.name),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    VisibilityTimeout: String(VisibilityTimeout),
    DelaySeconds: String(DelaySeconds),
    MessageRetentionPeriod: String(MessageRetentionPeriod),
    ...(RedrivePolicy ? { RedrivePolicy: JSON.stringify(RedrivePolicy) } : {}),
  };
}
