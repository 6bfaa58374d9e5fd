// Puts events on the EventBridge bus.
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import type { LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import { eventSource } from '../../shared/contracts/event-source.ts';
import { busy } from '../../shared/table/engine/busy.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { count } from '../telemetry/telemetry.ts';

const { busName } = readEnvironment(process.env, 'busName');
const bus = new EventBridgeClient({});

/** Limits of one PutEvents call: 10 entries and 256 KB in total (EventBridge quotas). */
const limits = { entries: 10, bytes: 250_000 };
const attempts = 6;

/**
 * Puts events on the bus, in order, each at least once: failed entries are sent again.
 * @throws Refusal Busy when the bus keeps refusing some entries; others may have been accepted
 */
export async function publish(all: readonly LiaisonEvent[]): Promise<void> {
  for (const group of inGroups(all.map(entryOf))) await putAll(group);
}

function entryOf({ type, detail }: LiaisonEvent): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: eventSource,
    DetailType: type,
    Detail: JSON.stringify(detail),
    Time: new Date(detail.at),
  };
}

function inGroups(entries: readonly PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const groups: PutEventsRequestEntry[][] = [];
  let room = 0;
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.Detail ?? '') + 200;
    const group = groups.at(-1);
    if (!group || group.length === limits.entries || room < size) {
      groups.push([entry]);
      room = limits.bytes - size;
    } else {
      group.push(entry);
      room -= size;
    }
  }
  return groups;
}

async function putAll(entries: readonly PutEventsRequestEntry[]): Promise<void> {
  let remaining = entries;
  for (let attempt = 0; ; attempt += 1) {
    const { Entries = [] } = await bus.send(new PutEventsCommand({ Entries: [...remaining] }));
    const sent = remaining.length;
    remaining = remaining.filter((_, index) => Entries[index]?.ErrorCode !== undefined);
    count('Published', sent - remaining.length);
    if (remaining.length === 0) return;
    if (attempt + 1 === attempts) throw busy();
    count('Retries');
    await new Promise((done) => setTimeout(done, Math.random() * 50 * 2 ** attempt));
  }
}
