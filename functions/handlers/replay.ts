// Run by an operator: replays the messages of the failure queues.
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { readEnvironment } from '../runtime/environment.ts';
import { replay } from '../stream/failure-message.ts';
import { loggedError } from '../telemetry/logged-error.ts';
import { log, withLogLine } from '../telemetry/telemetry.ts';

const { failureQueueUrls } = readEnvironment(process.env, 'failureQueueUrls');
const queues = new SQSClient({});

/** How long other readers cannot see a message that is being replayed, in seconds: as long as a run. */
const visibilitySeconds = 900;

/** A run receives no more messages when less time than this remains, in ms. */
const reserveMs = 120_000;

/** The result of a replay: counts of messages, and why some are still in their queues. */
export interface Replayed {
  readonly replayed: number;
  readonly failed: number;
  readonly causes: readonly string[];
}

/**
 * Replays the messages of all failure queues, each once. For a stream reader it waits, and deletes
 * the message when the reader succeeds; a message that fails again stays and is visible again after
 * 15 minutes. A workflow is only started: its event is in the workflow's queue again. If it fails again, it is
 * retried as usual, and then its event is back in the failure queue.
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
          // Without a wait SQS asks only some of its servers, and a queue may look empty.
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['DeadLetterQueueSourceArn'],
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
