// The template's queues.
import { join } from 'node:path';
import type { KeptMap } from '../host/kept-map.ts';
import { StartError } from '../host/start-error.ts';
import { nameOf, type Template } from '../host/template.ts';
import { LocalQueue, type Message, Queue } from './queues.ts';

/** @param keep makes a map that outlives the host. */
export function openQueues(
  template: Template,
  keep: (name: string) => KeptMap<Message>,
  trace: (line: string) => void,
): Map<string, LocalQueue> {
  const queues = new Map<string, LocalQueue>();
  for (const [name, properties] of template.resources('AWS::SQS::Queue', Queue)) {
    const target = properties.RedrivePolicy?.deadLetterTargetArn;
    const deadLetters = () => queues.get(nameOf(target ?? ''));
    const messages = keep(join('queues', `${name}.jsonl`));
    queues.set(name, new LocalQueue({ name, properties, messages, deadLetters, trace }));
  }
  return queues;
}

/**
 * The queue with this ARN; undefined without one.
 *
 * @throws StartError when it is not one of the template's queues: nothing else takes failures here.
 */
export function queueAt(
  queues: ReadonlyMap<string, LocalQueue>,
  arn: string | undefined,
): LocalQueue | undefined {
  const queue = queues.get(nameOf(arn ?? ''));
  if (arn === undefined || queue) return queue;
  throw new StartError(`The local host sends failures to queues only, not to ${arn}.`);
}
