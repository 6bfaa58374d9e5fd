// The change feed under load: 8 writers, projectors on 4 shards of the stream that are killed again and again, and 3
// readers that follow. Each reader sees each change once, and those of each connection in order.
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { expect, it } from 'vitest';
import type { LiaisonEvent } from '../../../shared/contracts/event-schemas.ts';
import {
  deleteConnection,
  patchConnection,
  setConnectionState,
} from '../../../shared/table/connections/change-connection.ts';
import { createConnections } from '../../../shared/table/connections/create-connections.ts';
import type { Table } from '../../../shared/table/engine/open-table.ts';
import type { FeedPosition } from '../../../shared/table/feed/feed-position.ts';
import { readFeed } from '../../../shared/table/feed/read-feed.ts';
import type { StreamRecord } from '../../../shared/table/projection/stream-records.ts';
import { mergeRecord } from '../../../shared/table/records/merge-record.ts';
import { putRecords } from '../../../shared/table/records/put-records.ts';
import { shardOf } from '../../../shared/table/schema.ts';
import { createdOf } from '../../support/created.ts';
import { days, expectExact } from '../../support/feed.ts';
import { request } from '../../support/fixtures.ts';
import { deliver } from '../../support/stream.ts';
import {
  allItems,
  clinicTable,
  instanceOn,
  sweepMerged,
  sweepRenamed,
} from '../../support/table.ts';
import { openFeed } from '../../torture/stream-feed.ts';

const shards = 4;
const kills = 24;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const below = (limit: number) => Math.floor(Math.random() * limit);
const contact = () => ({ type: 'contact', id: [...'abcdefghijklmnopqrst'][below(20)] as string });
const now = (actor: string) => {
  return { actor, isAdministrator: true, now: new Date().toISOString() };
};
const anywhere = { ifMatch: undefined };

/** One writer's random operations. What another writer makes impossible is left out. */
async function write(table: Table, actor: string, alive: string[]): Promise<void> {
  const roles = ['expert', 'friend', 'nurse', null];
  const roleOf = () => roles[below(4)] as string | null;
  for (let step = 0; step < 60; step += 1) {
    const id = alive[below(alive.length)];
    const kind = id === undefined ? 0 : below(20);
    const by = now(actor);
    const operation = async () => {
      if (kind < 6 || id === undefined) {
        const [one, other] = [contact(), contact()];
        const pair = request([`contact/${one.id}`, roleOf(), `contact/${other.id}`, null], {
          effectiveStart: `20${10 + below(80)}-01-01`,
        });
        alive.push(createdOf((await createConnections(table, [pair], by))[0]).id);
      } else if (kind < 10) {
        await patchConnection(table, id, { description: `${actor} ${step}` }, by, anywhere);
      } else if (kind < 14) {
        const patch = { record1RoleId: roleOf(), record2RoleId: roleOf() };
        await patchConnection(table, id, patch, by, anywhere);
      } else if (kind < 16) {
        const state = below(2) === 0 ? 'active' : 'inactive';
        await setConnectionState(table, id, state, by, anywhere);
      } else if (kind < 18) {
        await deleteConnection(table, id, by, undefined);
      } else if (kind === 18) {
        const record = contact();
        await putRecords(table, [{ ...record, name: `${actor} ${step}`, attributes: {} }], by);
        await sweepRenamed(table, record, by);
      } else if (below(6) === 0) {
        const merged = contact();
        await mergeRecord(table, merged, { into: contact() }, by, anywhere);
        await sweepMerged(table, merged, by);
      }
    };
    await operation().catch((error) => {
      if (error?.name !== 'Refusal') throw error;
    });
  }
}

it('8 writers, 4 projectors that are killed 24 times, 3 readers', {
  timeout: 900_000,
}, async () => {
  const { table } = await clinicTable({}, { streamed: true });
  const { endpoint, region, credentials } = table.db.config;
  const streams = new DynamoDBStreamsClient({ region, credentials, ...(endpoint && { endpoint }) });
  const feed = await openFeed(table, streams, table.name);
  let isProjected = false;
  let killed = 0;
  /** By shard, how many of its records are processed. */
  const checkpoints = Array.from({ length: shards }, () => 0);
  /** Records by shard: those of one partition are in one shard, in order. */
  const ofShard = (shard: number): StreamRecord[] =>
    feed.records.filter(({ dynamodb }) => {
      const { pk } = dynamodb?.Keys as { pk: { S: string } };
      return shardOf('partition', pk.S, shards) === shard;
    });

  const project = async (shard: number) => {
    let instance = instanceOn(table.name, shards).table;
    while (!isProjected) {
      const records = ofShard(shard);
      const batch = records.slice(
        checkpoints[shard],
        (checkpoints[shard] as number) + 1 + below(20),
      );
      if (batch.length === 0) {
        await pause(20);
        continue;
      }
      if (killed < kills && below(4) === 0) dieAfter(instance, below(6), below(2) === 0);
      try {
        await deliver(instance, batch);
        checkpoints[shard] = (checkpoints[shard] as number) + batch.length;
      } catch (error) {
        if ((error as Error).message === 'killed') {
          killed += 1;
          instance = instanceOn(table.name, shards).table;
        } else if ((error as { code?: string }).code !== 'Busy') throw error;
      }
    }
  };
  /** Until all shards are processed, and nothing follows that a projector has written. */
  const processed = async () => {
    for (let quiet = 0; quiet < 10; quiet += 1) {
      await feed.read();
      if (checkpoints.some((done, shard) => ofShard(shard).length !== done)) quiet = 0;
      await pause(50);
    }
  };

  const read = async (): Promise<LiaisonEvent[]> => {
    const { table: reader } = instanceOn(table.name, shards);
    const seen: LiaisonEvent[] = [];
    for (let position: FeedPosition = { since: Date.now(), parts: [] }; ; ) {
      const isLast = isProjected;
      const page = await readFeed(reader, position, { limit: 1 + below(30), filter: {}, days });
      seen.push(...page.items);
      if (page.position === position && isLast) return seen;
      if (page.position === position) await pause(below(50));
      position = JSON.parse(JSON.stringify(page.position));
    }
  };

  let isWritten = false;
  const alive: string[] = [];
  const readers = [0, 1, 2].map(read);
  const poll = (async () => {
    while (!isWritten) {
      await feed.read();
      await pause(50);
    }
  })();
  const projectors = [0, 1, 2, 3].map(project);
  await Promise.all(
    Array.from({ length: 8 }, (_, writer) =>
      write(instanceOn(table.name, shards).table, `writer-${writer}`, alive),
    ),
  );
  isWritten = true;
  await poll;
  await processed();
  isProjected = true;
  await Promise.all(projectors);

  expect(killed).toBe(kills);
  const entries = (await allItems(table)).filter(({ connectionId }) => connectionId !== undefined);
  const changes = entries.map(
    ({ connectionId, version }) => `connection/${connectionId}/${version}`,
  );
  expect(changes.length).toBeGreaterThan(200);
  for (const seen of await Promise.all(readers)) {
    expectExact(seen, feed.records);
    const ofConnections = seen.filter(({ detail }) => 'connection' in detail);
    expect(ofConnections.map(({ detail }) => detail.eventId).toSorted()).toEqual(
      changes.toSorted(),
    );
  }
});

/** Lets an instance fail with its call after the next `calls`, and with every later one. */
function dieAfter({ db }: Table, calls: number, answerIsLost: boolean): void {
  let made = 0;
  db.middlewareStack.add(
    (next) => async (args) => {
      made += 1;
      if (made <= calls) return next(args);
      if (answerIsLost && made === calls + 1) await next(args);
      throw new Error('killed');
    },
    { step: 'initialize', priority: 'high' },
  );
}
