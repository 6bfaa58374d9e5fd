// A team's workflow: puts a notice of each new connection into a queue.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { workflow } from '../../../functions/events/workflow-entry.ts';

const client = new SQSClient({});

export const handler = workflow('Connection Created', async ({ connection }) => {
  const MessageBody = connection.id;
  await client.send(new SendMessageCommand({ QueueUrl: process.env.NOTICES_URL, MessageBody }));
});
