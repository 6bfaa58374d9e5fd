// The parts of a message that SQS gives to a consumer, and Lambda to a function.
import { createHash } from 'node:crypto';
import { accountId, arnOf, region } from '../base/template.ts';
import type { LocalQueue, Message } from './queues.ts';

/** Begins with the id of the message. */
export const receiptHandleOf = (id: string, { receives }: Message): string => `${id} ${receives}`;

/** The id of the message with this receipt handle. */
export const idOf = (receiptHandle: string): string => receiptHandle.split(' ')[0] ?? '';

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The attributes that SQS itself sets. */
export function systemAttributesOf(message: Message): Record<string, string> {
  const { sentAt, receives, receivedAt, movedFrom } = message;
  return {
    SenderId: accountId,
    SentTimestamp: String(sentAt),
    ApproximateReceiveCount: String(receives),
    ApproximateFirstReceiveTimestamp: String(receivedAt),
    ...(movedFrom && { DeadLetterQueueSourceArn: movedFrom }),
  };
}

/** A message in the format in which a mapping passes it to a function. */
export function lambdaRecord(queue: LocalQueue, [id, message]: [string, Message]) {
  return {
    messageId: id,
    receiptHandle: receiptHandleOf(id, message),
    body: message.body,
    attributes: systemAttributesOf(message),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [
        name,
        {
          stringValue: attribute.StringValue,
          binaryValue: attribute.BinaryValue,
          stringListValues: [],
          binaryListValues: [],
          dataType: attribute.DataType,
        },
      ]),
    ),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: arnOf('AWS::SQS::Queue', queue.name),
    awsRegion: region,
  };
}
