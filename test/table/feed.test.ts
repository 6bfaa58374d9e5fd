// The change feed: each change once for every reader, and those of one connection in order.
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { patchConnection } from '../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../shared/table/connections/create-connections.ts';
import { endedConnections, settleTermEnd } from '../../shared/table/connections/term-ends.ts';
import type { Table } from '../../shared/table/engine/open-table.ts';
import type { FeedPosition } from '../../shared/table/feed/feed-position.ts';
import { keepLastSegments } from '../../shared/table/feed/keep-last-segments.ts';
import { beginningOfFeed, presentOfFeed, readFeed } from '../../shared/table/feed/read-feed.ts';
import type { StreamRecord } from '../../shared/table/projection/stream-records.ts';
import { createdOf } from '../support/created.ts';
import {
  another,
  connect,
  copyOf,
  days,
  deliverAll,
  everything,
  expectExact,
  feedTable,
  follow,
  idsOf,
  inBatches,
  inShards,
  now,
  readAll,
  segmentsOf,
  time,
  worked,
} from '../support/feed.ts';
import { request } from '../support/fixtures.ts';
import { deliver, streamOf } from '../support/stream.ts';

const dayMs = 86_400_000;
const anywhere = { ifMatch: undefined };

describe('each change once, in the order of versions', () => {
  let changes: Awaited<ReturnType<typeof worked>>;
  beforeAll(async () => {
    changes = await worked();
  });

  it.each<[string, (stream: StreamRecord[]) => StreamRecord[][]]>([
    ['twice', (stream) => [...inBatches(stream, 9), stream]],
    ['reversed', (stream) => inBatches(stream.toReversed(), 6)],
    ['the notes first', (stream) => inShards(stream).toReversed()],
  ])('%s', async (_, batches) => {
    const { items, stream } = changes;
    const table = await copyOf(items);

    await deliverAll(table, batches(stream));

    const events = await readAll(table);
    expectExact(events, stream);
    expect(await readAll(table, { limit: 4 })).toEqual(events);
  });

  it('with several projectors at once, each with a part of the stream', async () => {
    const { items, stream } = changes;
    const table = await copyOf(items);
    const projectors = [0, 1, 2, 3].map(() => another(table).table);
    // Each record goes to two of them.
    const partOf = (at: number) =>
      stream.filter((_, index) => index % 4 === at || (index + 1) % 4 === at);

    await Promise.all(projectors.map((one, at) => deliverAll(one, inBatches(partOf(at), 3))));

    const events = await readAll(table);
    expectExact(events, stream);
    expect(await readAll(table, { limit: 5 })).toHaveLength(events.length);
    const parts = (await segmentsOf(table)).map(({ pk }) => pk);
    expect(new Set(parts).size).toBeGreaterThan(1);
  });
});

describe('a change whose earlier change is not in the feed', () => {
  /** A connection whose third version is in another shard than the second; the first is delivered. */
  async function moved(ahead = 0) {
    const { table } = await feedTable();
    const { id } = await connect(table);
    await deliver(table, await streamOf(table));
    const before = (await streamOf(table)).length;
    const second = { ...now(), now: new Date(time.now + ahead).toISOString() };
    await patchConnection(table, id, { description: 'one' }, second, anywhere);
    await patchConnection(table, id, { record1RoleId: 'friend' }, now(), anywhere);
    const other = await connect(table, 'c');
    const [inPlace, notes] = inShards((await streamOf(table)).slice(before));
    const ofOther = inPlace.filter(({ eventName }) => eventName === 'INSERT');
    return { table, id, other, late: [...notes, ...ofOther], earlier: inPlace };
  }

  it('waits, and nothing else does', async () => {
    const { table, id, other, late, earlier } = await moved();

    await expect(deliver(table, late)).rejects.toMatchObject({
      code: 'Busy',
      first: { change: { after: { version: 3 } } },
    });
    expect(idsOf(await readAll(table)).slice(-1)).toEqual([`connection/${other.id}/1`]);

    await deliver(table, earlier);
    await deliver(table, late);
    expect(idsOf(await readAll(table)).filter((one) => one.includes(id))).toEqual(
      [1, 2, 3].map((version) => `connection/${id}/${version}`),
    );
  });

  it('waits no longer than three minutes', async () => {
    const { table, id, late, earlier } = await moved();
    await expect(deliver(table, late)).rejects.toMatchObject({ code: 'Busy' });
    time.now += 180_000;
    await deliver(table, late);
    await deliver(table, earlier);
    expect(idsOf(await readAll(table)).filter((one) => one.includes(id))).toEqual(
      [1, 3, 2].map((version) => `connection/${id}/${version}`),
    );
  });

  it('waits for nothing that the stream no longer has', async () => {
    const { table, late } = await moved();
    time.now += 25 * 3_600_000;
    await deliver(table, late);
  });

  it('is read after it, from another part, whatever times they have', async () => {
    // The client's function that wrote the second version had a clock that was ahead.
    const { table, id, late, earlier } = await moved(60_000);
    await deliver(inPart(table, 3), earlier);
    await deliver(inPart(table, 0), late);
    const ids = idsOf(await readAll(table)).filter((one) => one.includes(id));
    expect(ids).toEqual([1, 2, 3].map((version) => `connection/${id}/${version}`));
    const [segment] = (await segmentsOf(table)).filter(({ pk }) => pk === 'feed#0').slice(-1);
    expect(segment).toMatchObject({ after: { '3': expect.any(Number) } });
  });
});

/** An instance that begins in a part. */
const inPart = (table: Table, part: number) =>
  another(table, { random: () => (part + 0.5) / 4 }).table;

describe('a position', () => {
  it('at the present has nothing before it, and misses nothing after it', async () => {
    const { table } = await feedTable();
    await connect(table);
    await deliver(table, await streamOf(table));
    const present = await presentOfFeed(table);
    expect(await readFeed(table, present, everything)).toEqual({ items: [], position: present });

    const { id } = await connect(table, 'c');
    await deliver(table, await streamOf(table));
    expect(idsOf((await follow(table, present)).events)).toEqual([`connection/${id}/1`]);
  });

  it('stays valid while nothing is written, however long that is', async () => {
    const { table } = await feedTable();
    const { id } = await connect(table);
    await deliver(table, await streamOf(table));
    const { position } = await follow(table, await beginningOfFeed(table, days));
    await expire(table, 34);
    expect(await readFeed(table, position, everything)).toEqual({ items: [], position });

    await patchConnection(table, id, { description: 'one' }, now(), anywhere);
    await deliver(another(table).table, await streamOf(table));
    expect(idsOf((await follow(table, position)).events)).toEqual([`connection/${id}/2`]);
  });

  it('expires when what follows it is removed', async () => {
    const { table } = await feedTable();
    const { id } = await connect(table);
    await deliver(table, await streamOf(table));
    const { position } = await follow(table, await beginningOfFeed(table, days));
    await patchConnection(table, id, { description: 'one' }, now(), anywhere);
    await deliver(table, await streamOf(table));
    await expire(table, 34);
    await patchConnection(table, id, { description: 'two' }, now(), anywhere);
    await deliver(table, await streamOf(table));
    await expect(readFeed(table, position, everything)).rejects.toMatchObject({
      code: 'CursorExpired',
    });
    expect(idsOf(await readAll(table))).toEqual([`connection/${id}/3`]);
  });

  it('at the beginning is after what expires, removed or not', async () => {
    const { table } = await feedTable();
    const { id } = await connect(table);
    for (const description of ['one', 'two', 'three']) {
      await patchConnection(table, id, { description }, now(), anywhere);
      await deliver(table, await streamOf(table));
    }
    time.now += 33 * dayMs;
    for (const description of ['four', 'five', 'six']) {
      await patchConnection(table, id, { description }, now(), anywhere);
      await deliver(table, await streamOf(table));
    }
    // Expired items are removed in any order.
    const [, second, third] = await segmentsOf(table);
    for (const { pk, sk } of [second, third] as { pk: string; sk: string }[]) {
      await table.db.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
      expect(idsOf(await readAll(table, { limit: 1 }))).toEqual(
        [5, 6, 7].map((version) => `connection/${id}/${version}`),
      );
    }
  });

  it('from before the number of parts grew is valid', async () => {
    const { table } = await feedTable(1);
    const { id } = await connect(table);
    await deliver(table, await streamOf(table));
    const { position } = await follow(table, await beginningOfFeed(table, days));
    const grown = another(table, { shards: 8, random: () => 0.9 }).table;
    await patchConnection(grown, id, { description: 'one' }, now(), anywhere);
    await deliver(grown, await streamOf(table));
    expect(idsOf((await follow(grown, position)).events)).toEqual([`connection/${id}/2`]);
    expect((await segmentsOf(table)).map(({ pk }) => pk)).toContain('feed#7');
  });
});

/** Lets time pass: keeps the last segments in time, and removes items as DynamoDB does when they expire. */
async function expire(table: Table, after: number): Promise<void> {
  time.now += days * dayMs;
  for (let day = days; day < after; day += 1) {
    time.now += dayMs;
    await keepLastSegments(table);
    const expired = (await segmentsOf(table)).filter(
      ({ expiresAt }) => Number(expiresAt) * 1000 < time.now,
    );
    for (const { pk, sk } of expired) {
      await table.db.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
    }
  }
}

it('the end of a connection is announced once, with the removal of its end date', async () => {
  const { table } = await feedTable();
  const ended = { effectiveStart: '2020-01-01', effectiveEnd: '2020-12-31' };
  const pair = request(['contact/a', 'expert', 'contact/b', null], ended);
  const { id } = createdOf((await createConnections(table, [pair], now()))[0]);
  await deliver(table, await streamOf(table));
  const author = { actor: 'liaison:end-of-term', now: new Date(time.now).toISOString() };
  const settings = { treatment: 'announce', feedDays: days } as const;
  const settle = async () => {
    for await (const [end] of endedConnections(table, '2026-11-22')) {
      if (!end) continue;
      // Two runs at once, and one that comes late.
      await Promise.all([0, 1].map(() => settleTermEnd(table, end, settings, author)));
      await settleTermEnd(table, end, settings, author);
    }
  };
  await settle();
  expect(idsOf(await readAll(table)).slice(-2)).toEqual([
    `connection/${id}/1`,
    `connection/${id}/ended/2020-12-31/1`,
  ]);

  // Extended, and ended again on the same day: another end, with another id.
  for (const effectiveEnd of ['2999-12-31', '2020-12-31']) {
    await patchConnection(table, id, { effectiveEnd }, now(), anywhere);
  }
  await deliver(table, await streamOf(table));
  await settle();
  expect(idsOf(await readAll(table)).slice(-1)).toEqual([`connection/${id}/ended/2020-12-31/3`]);
});

it.each([4, 16])('a page takes at most two calls, with %d shards', async (shards) => {
  const { table } = await feedTable(shards);
  const requests = [...'bcdefg'].map((id) =>
    request(['contact/a', 'expert', `contact/${id}`, null]),
  );
  await createConnections(table, requests, now());
  // Each batch by another instance, which begins in a random part.
  for (const batch of inBatches(await streamOf(table), 8))
    await deliver(another(table).table, batch);
  const { table: reader, calls } = another(table);
  // The first call also checks the number of shards.
  await readFeed(reader, { since: time.now, parts: [] }, everything);

  let position: FeedPosition = { since: time.now, parts: [] };
  for (let hasMore = true; hasMore; ) {
    calls.length = 0;
    const page = await readFeed(reader, position, { ...everything, limit: 5 });
    expect(calls.length).toBeLessThanOrEqual(2);
    expect(new Set(calls)).toEqual(new Set(['BatchGetItem']));
    hasMore = page.position !== position;
    position = page.position;
  }
  expect(calls).toEqual(['BatchGetItem']);
});
