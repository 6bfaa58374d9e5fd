// The template's SQS queues, whose messages are stored until a consumer deletes them.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { DurableMap } from '../base/durable-map.ts';
import { StartError } from '../base/start-error.ts';
import { arnOf, nameOf, type Template } from '../base/template.ts';
import type { Trace } from '../base/trace.ts';

/** The properties of an AWS::SQS::Queue that are used here. FIFO queues do not run locally. */
export const Queue = z.object({
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
  /** ARN of the queue from which the message was moved to this dead-letter queue. */
  readonly movedFrom?: string;
}

interface QueueOptions {
  readonly name: string;
  readonly properties: z.output<typeof Queue>;
  readonly messages: DurableMap<Message>;
  /** The queue for messages that were received too often. */
  readonly deadLetters?: (() => LocalQueue | undefined) | undefined;
  readonly trace: Trace;
}

/** Times are in milliseconds; sizes in bytes. */
export class LocalQueue {
  readonly name: string;
  readonly properties: z.output<typeof Queue>;
  readonly #options: QueueOptions;
  #onChange = () => {};

  constructor(options: QueueOptions) {
    this.#options = options;
    this.name = options.name;
    this.properties = options.properties;
  }

  /** Number of messages, hidden ones too. */
  get size(): number {
    return this.#options.messages.size;
  }

  /** The listener is called after each change except a receive. A queue has one listener, its mapping. */
  listen(onChange: () => void): void {
    this.#onChange = onChange;
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
    this.#options.trace(`queue     ${this.name}: message ${id}, ${body.length} characters`, body);
    this.#onChange();
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

  /** Epoch milliseconds at which the next hidden message becomes visible; Infinity if none is hidden. */
  nextVisibleAt(): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [, { hiddenUntil }] of this.#options.messages) next = Math.min(next, hiddenUntil);
    return next;
  }

  delete(id: string): void {
    if (this.#options.messages.delete(id)) this.#onChange();
  }

  /** @returns whether the message exists. */
  hide(id: string, hideMs: number): boolean {
    const message = this.#options.messages.get(id);
    if (!message) return false;
    this.#options.messages.set(id, { ...message, hiddenUntil: Date.now() + hideMs });
    this.#onChange();
    return true;
  }

  /** Returns the messages in flight to the queue, as if they had not been received: their consumer has ended. */
  release(): void {
    const now = Date.now();
    for (const [id, message] of this.#options.messages.entries()) {
      if (message.receives === 0 || message.hiddenUntil <= now) continue;
      const receives = message.receives - 1;
      this.#options.messages.set(id, { ...message, receives, hiddenUntil: now });
    }
    this.#onChange();
  }

  purge(): void {
    for (const [id] of this.#options.messages) this.#options.messages.delete(id);
    this.#onChange();
  }

  /** All messages, hidden ones too, oldest first. */
  peek(): Message[] {
    return [...this.#live(Date.now())].map(([, message]) => message);
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

  /** Deletes messages that are older than the queue's retention. */
  *#live(now: number): Iterable<[string, Message]> {
    const oldest = now - this.properties.MessageRetentionPeriod * 1000;
    for (const [id, message] of this.#options.messages) {
      if (message.sentAt < oldest) this.delete(id);
      else yield [id, message];
    }
  }

  /** Moves a message that was received too often; as in SQS, it keeps its id, its attributes and its age. */
  #redrive(id: string, message: Message): boolean {
    const policy = this.properties.RedrivePolicy;
    const target = this.#options.deadLetters?.();
    if (!policy || !target || message.receives < policy.maxReceiveCount) return false;
    target.#options.messages.set(id, {
      ...message,
      hiddenUntil: Date.now(),
      movedFrom: arnOf('AWS::SQS::Queue', this.name),
    });
    this.#options.messages.delete(id);
    const times = `received ${message.receives} times`;
    this.#options.trace(
      `queue     ${this.name}: message ${id}, ${times}, moved to ${target.name}`,
      message.body,
    );
    target.#onChange();
    this.#onChange();
    return true;
  }
}

/** @param openMap opens a map that outlives the host. */
export function openQueues(
  template: Template,
  openMap: (name: string) => DurableMap<Message>,
  trace: Trace,
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
