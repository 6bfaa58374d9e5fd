// The change feed in tests: changes of every kind, their delivery to projectors, and readers that follow.
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { LiaisonEvent } from '../../shared/contracts/event-schemas.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import type { FeedPosition } from '../../shared/table/feed/feed-position.ts';
import { beginningOfFeed, type FeedRequest, readFeed } from '../../shared/table/feed/read-feed.ts';
import { eventsOf } from '../../shared/table/projection/events-of-change.ts';
import { changeIn, type StreamRecord } from '../../shared/table/projection/stream-records.ts';
import { deleteRecord } from '../../shared/table/records/delete-record.ts';
import { mergeRecord } from '../../shared/table/records/merge-record.ts';
import { putRecords } from '../../shared/table/records/put-records.ts';
import { createdOf } from './created.ts';
import { request } from './fixtures.ts';
import { deliver, streamOf } from './stream.ts';
import {
  allItems,
  clinicTable,
  instanceOn,
  makeTable,
  sweepMerged,
  sweepRenamed,
} from './table.ts';

/** How long the feed keeps events, in days. */
export const days = 30;

/** The time of all instances, in ms since 1970. */
export const time = { now: Date.parse('2026-11-22T10:00:00.000Z') };

const instant = { clock: () => time.now, pause: async () => {} };

export const feedTable = (shards = 4) => clinicTable(instant, { streamed: true, shards });

/** Another instance on the same table. */
export const another = ({ name, shards }: Table, replaced: Partial<Table> = {}) =>
  instanceOn(name, replaced.shards ?? shards, { ...instant, ...replaced });

/** A caller; each request has its own time. */
export const now = (actor = 'ines') => {
  time.now += 1000;
  return { actor, isAdministrator: true, now: new Date(time.now).toISOString() };
};

/** Connects contact a to another one. */
export async function connect(table: Table, to = 'b', role = 'expert') {
  const pair = request(['contact/a', role, `contact/${to}`, null]);
  const [made] = await createConnections(table, [pair], now());
  return createdOf(made);
}

const anywhere = { ifMatch: undefined };

/** Some changes of every kind, with versions that reach the projector through different items. */
async function work(table: Table): Promise<void> {
  const contact = (id: string) => ({ type: 'contact', id });
  const { id } = await connect(table);
  await patchConnection(table, id, { description: 'one' }, now(), anywhere);
  await patchConnection(table, id, { record1RoleId: 'friend' }, now(), anywhere);
  await patchConnection(table, id, { description: 'two' }, now(), anywhere);
  const other = await connect(table, 'c');
  await setConnectionState(table, other.id, 'inactive', now(), anywhere);
  await putRecords(table, [{ ...contact('b'), name: 'Bea', attributes: {} }], now());
  await sweepRenamed(table, contact('b'), now());
  await patchConnection(table, id, { description: 'three' }, now(), anywhere);
  await mergeRecord(table, contact('a'), { into: contact('z') }, now(), anywhere);
  await sweepMerged(table, contact('a'), now());
  await patchConnection(table, id, { description: 'four' }, now(), anywhere);
  await deleteConnection(table, id, now(), undefined);
  await deleteRecord(table, contact('c'), now(), undefined);
}

export const everything: FeedRequest = { limit: 100, filter: {}, days };

/** Follows the feed until there is nothing new. */
export async function follow(table: Table, from: FeedPosition, asked: Partial<FeedRequest> = {}) {
  const events: LiaisonEvent[] = [];
  for (let position = from; ; ) {
    const page = await readFeed(table, position, { ...everything, ...asked });
    events.push(...page.items);
    if (page.position === position) return { events, position };
    // As a cursor carries it.
    position = JSON.parse(JSON.stringify(page.position));
  }
}

/** The whole feed. */
export const readAll = async (table: Table, asked?: Partial<FeedRequest>) =>
  (await follow(table, await beginningOfFeed(table, days), asked)).events;

export const idsOf = (events: readonly LiaisonEvent[]) =>
  events.map(({ detail }) => detail.eventId);

const announcedBy = (stream: readonly StreamRecord[]) =>
  stream
    .map(changeIn)
    .filter((one) => one !== null)
    .flatMap(eventsOf);

/** Every announced event once, byte for byte, and those of each connection in order. */
export function expectExact(
  events: readonly LiaisonEvent[],
  stream: readonly StreamRecord[],
): void {
  const announced = new Map(
    announcedBy(stream).map((event) => [event.detail.eventId, JSON.stringify(event)]),
  );
  expect(idsOf(events).toSorted()).toEqual([...announced.keys()].toSorted());
  for (const event of events)
    expect(JSON.stringify(event)).toBe(announced.get(event.detail.eventId));
  expect(unordered(events)).toEqual([]);
}

/** Events that follow a later version of their connection. */
function unordered(events: readonly LiaisonEvent[]): string[] {
  const last = new Map<string, number>();
  return events.flatMap(({ detail }) => {
    if (!('connection' in detail) || !('version' in detail.connection)) return [];
    const { id, version } = detail.connection;
    const before = last.get(id) ?? 0;
    last.set(id, version);
    return version > before ? [] : [detail.eventId];
  });
}

/** Delivers batches again and again until all are processed, as Lambda does. */
export async function deliverAll(table: Table, batches: readonly (readonly StreamRecord[])[]) {
  let left = [...batches];
  for (let round = 0; left.length > 0; round += 1) {
    const failed: (readonly StreamRecord[])[] = [];
    for (const batch of left) await deliver(table, batch).catch(() => failed.push(batch));
    if (round > 200) throw new Error(`${failed.length} batches fail again and again`);
    left = failed;
  }
}

/** Splits records into batches of a size. */
export const inBatches = <Item>(all: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
    all.slice(at * size, (at + 1) * size),
  );

/** As two shards of the stream deliver them: in order for each item, not for each connection. */
export function inShards(stream: readonly StreamRecord[]): [StreamRecord[], StreamRecord[]] {
  const isNote = ({ dynamodb }: StreamRecord) =>
    (dynamodb?.Keys as { sk: { S: string } }).sk.S === 'change';
  return [stream.filter((one) => !isNote(one)), stream.filter(isNote)];
}

/** A table with the same items. */
export async function copyOf(items: readonly Record<string, unknown>[]): Promise<Table> {
  const { table } = await makeTable(instant);
  for (const some of inBatches(items, 25)) {
    const RequestItems = { [table.name]: some.map((Item) => ({ PutRequest: { Item } })) };
    await table.db.send(new BatchWriteCommand({ RequestItems }));
  }
  return table;
}

/** The stored segments of the feed. */
export const segmentsOf = async (table: Table) =>
  (await allItems(table)).filter(({ pk }) => String(pk).startsWith('feed#'));

/** The changes of `work`: the table before the projector has run, and its stream. */
export async function worked() {
  const { table } = await feedTable();
  await work(table);
  return { items: await allItems(table), stream: await streamOf(table) };
}
