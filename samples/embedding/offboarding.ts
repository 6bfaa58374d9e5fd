// The team's second workflow: puts a message into the queue of the offboarding team for each employment that has ended.
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { addToLogLine, once, workflow } from 'liaison/workflow';

const queues = new SQSClient({});

export const handler = workflow('Connection Ended', async ({ eventId, connection, endedOn }) => {
  const { record1, record1RoleId, record2 } = connection;
  const [employee, employer] =
    record1RoleId === 'employee' ? [record1, record2] : [record2, record1];
  // The event may arrive again: the message is not sent a second time.
  const messageId = await once(eventId, async () => {
    const { MessageId } = await queues.send(
      new SendMessageCommand({
        QueueUrl: process.env.OFFBOARDING_QUEUE_URL,
        MessageBody: JSON.stringify({ employee: employee.id, employer: employer.id, endedOn }),
      }),
    );
    return MessageId;
  });
  addToLogLine({ messageId });
});
