// The template's SQS queues, whose messages are stored until a consumer deletes them.
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { DurableMap } from '../base/durable-map.ts';
import { StartError } from '../base/start-error.ts';
import { nameOf, type Template } from '../base/template.ts';

/** The properties of an AWS::SQS::Queue that are used here. FIFO queues do not run locally. */
const Queue = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  DelaySeconds: z.coerce.number().default(0),
  MessageRetentionPeriod: z.coerce.number().default(345_600),
  MaximumMessageSize: z.coerce.number().default(1_048_576),
  ReceiveMessageWaitTimeSeconds: z.coerce.number().default(0),
  FifoQueue: z.literal(false).optional(),
  RedrivePolicy: z
    .object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
});

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string | undefined;
  readonly BinaryValue?: string | undefined;
}

export interface Message {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly receivedAt?: number;
  readonly receives: number;
  /** Epoch milliseconds until which no consumer receives the message. */
  readonly hiddenUntil: number;
}

interface QueueOptions {
  readonly name: string;
  readonly properties: z.output<typeof Queue>;
  readonly messages: DurableMap<Message>;
  /** The queue for messages that were received too often. */
  readonly deadLetters?: (() => LocalQueue | undefined) | undefined;
  readonly trace: (line: string) => void;
}

/** Times are in milliseconds; sizes in bytes. */
export class LocalQueue {
  readonly name: string;
  readonly properties: z.output<typeof Queue>;
  readonly #options: QueueOptions;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.name = options.name;
    this.properties = options.properties;
  }

  /** @returns the id of the message. */
  send(
    body: string,
    attributes: Message['attributes'] = {},
    delayMs = this.properties.DelaySeconds * 1000,
  ): string {
    const id = randomUUID();
    const now = Date.now();
    this.#options.messages.set(id, {
      body,
      attributes,
      sentAt: now,
      receives: 0,
      hiddenUntil: now + delayMs,
    });
    this.#options.trace(`queue     ${this.name}: message ${id}, ${body.length} characters`);
    return id;
  }

  /** Returns at most `max` messages, and hides them for a while. Their receipt handles begin with the id. */
  receive(max: number, hideMs = this.properties.VisibilityTimeout * 1000): [string, Message][] {
    const received: [string, Message][] = [];
    const now = Date.now();
    for (const [id, message] of this.#live(now)) {
      if (received.length === max) break;
      if (message.hiddenUntil > now) continue;
      if (this.#redrive(id, message)) continue;
      const taken = {
        ...message,
        receives: message.receives + 1,
        receivedAt: message.receivedAt ?? now,
        hiddenUntil: now + hideMs,
      };
      this.#options.messages.set(id, taken);
      received.push([id, taken]);
    }
    return received;
  }

  delete(id: string): void {
    this.#options.messages.delete(id);
  }

  /** @returns whether the message exists. */
  hide(id: string, hideMs: number): boolean {
    const message = this.#options.messages.get(id);
    if (message) this.#options.messages.set(id, { ...message, hiddenUntil: Date.now() + hideMs });
    return message !== undefined;
  }

  purge(): void {
    for (const [id] of this.#options.messages.entries()) this.delete(id);
  }

  /** All messages, hidden ones too, oldest first. */
  peek(): Message[] {
    return this.#live(Date.now()).map(([, message]) => message);
  }

  counts(): { visible: number; delayed: number; inFlight: number } {
    const now = Date.now();
    const messages = this.peek();
    const hidden = messages.filter(({ hiddenUntil }) => hiddenUntil > now);
    const delayed = hidden.filter(({ receives }) => receives === 0).length;
    return {
      visible: messages.length - hidden.length,
      delayed,
      inFlight: hidden.length - delayed,
    };
  }

  #live(now: number): [string, Message][] {
    const oldest = now - this.properties.MessageRetentionPeriod * 1000;
    return this.#options.messages.entries().filter(([id, { sentAt }]) => {
      if (sentAt < oldest) this.delete(id);
      return sentAt >= oldest;
    });
  }

  #redrive(id: string, message: Message): boolean {
    const policy = this.properties.RedrivePolicy;
    const target = this.#options.deadLetters?.();
    if (!policy || !target || message.receives < policy.maxReceiveCount) return false;
    target.send(message.body, message.attributes);
    this.delete(id);
    return true;
  }
}

/** @param openMap opens a map that outlives the host. */
export function openQueues(
  template: Template,
  openMap: (name: string) => DurableMap<Message>,
  trace: (line: string) => void,
): Map<string, LocalQueue> {
  const queues = new Map<string, LocalQueue>();
  for (const [name, properties] of template.resources('AWS::SQS::Queue', Queue)) {
    const target = properties.RedrivePolicy?.deadLetterTargetArn;
    const deadLetters = () => queues.get(nameOf(target ?? ''));
    const messages = openMap(join('queues', `${name}.jsonl`));
    queues.set(name, new LocalQueue({ name, properties, messages, deadLetters, trace }));
  }
  return queues;
}

/**
 * The queue with this ARN; undefined without an ARN.
 *
 * @throws StartError if the template has no such queue: only queues receive failures here.
 */
export function queueAt(
  queues: ReadonlyMap<string, LocalQueue>,
  arn: string | undefined,
): LocalQueue | undefined {
  const queue = queues.get(nameOf(arn ?? ''));
  if (arn === undefined || queue) return queue;
  throw new StartError(`The local host sends failures only to queues, not to ${arn}.`);
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
