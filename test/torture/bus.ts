// A bus and a queue for functions that run in this process: what is put stays in memory.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: unknown;
}

export interface Bus {
  readonly endpoint: string;
  /** What was put since the last look. */
  events(): BusEvent[];
  /** Stream records that were set aside since the last look, as JSON. */
  setAside(): string[];
  close(): void;
}

/** Listens on a free port; speaks just enough of EventBridge and SQS. */
export async function openBus(): Promise<Bus> {
  let events: BusEvent[] = [];
  let messages: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { Entries, MessageBody } = JSON.parse(Buffer.concat(chunks).toString());
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    if (Entries === undefined) {
      messages.push(MessageBody);
      response.end(JSON.stringify({ MessageId: String(messages.length) }));
      return;
    }
    for (const { DetailType, Detail } of Entries) {
      events.push({ 'detail-type': DetailType, detail: JSON.parse(Detail) });
    }
    response.end(JSON.stringify({ FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: '1' })) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const taken = <T>(all: T[], empty: () => void): T[] => {
    empty();
    return all;
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events: () => taken(events, () => void (events = [])),
    setAside: () => taken(messages, () => void (messages = [])),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
