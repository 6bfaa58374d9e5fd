// A bus and a queue for functions that run in this process; entries stay in memory.
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';

export interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: unknown;
}

export interface Bus {
  /** The events put since the last call. */
  events(): BusEvent[];
  /** Stream records set aside since the last call, as JSON. */
  setAside(): string[];
}

interface Put {
  readonly input: {
    readonly Entries?: readonly { readonly DetailType: string; readonly Detail: string }[];
    readonly MessageBody?: string;
  };
}

/** Replaces EventBridge and SQS for all clients of this process. */
export function openBus(): Bus {
  const events: BusEvent[] = [];
  const messages: string[] = [];
  const put = async ({ input: { Entries = [], MessageBody } }: Put) => {
    for (const { DetailType, Detail } of Entries) {
      events.push({ 'detail-type': DetailType, detail: JSON.parse(Detail) });
    }
    if (MessageBody !== undefined) messages.push(MessageBody);
    return { Entries: Entries.map(() => ({})) };
  };
  for (const { prototype } of [EventBridgeClient, SQSClient])
    Object.assign(prototype, { send: put });
  return { events: () => events.splice(0), setAside: () => messages.splice(0) };
}
