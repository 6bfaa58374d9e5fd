// AWS::SQS::Queue: messages that are kept until somebody deletes them.
import { createHash, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { KeptMap } from '../host/kept-map.ts';

/** What is used of an AWS::SQS::Queue. FIFO queues are not run locally. */
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
  /** Epoch milliseconds before which nobody receives it. */
  readonly hiddenUntil: number;
}

export interface QueueOptions {
  readonly name: string;
  readonly properties: z.output<typeof Queue>;
  readonly messages: KeptMap<Message>;
  /** Where messages go that have been received too often. */
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

  /** At most `max` messages, hidden from others for a while. The id is their receipt handle's start. */
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

  /** Whether there is such a message. */
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

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
