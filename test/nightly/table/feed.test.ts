// The change feed with a projector that stops before or after any of its calls, in every kind of delivery.
import { beforeAll, expect, it } from 'vitest';
import type { StreamRecord } from '../../../shared/table/projection/stream-records.ts';
import {
  another,
  copyOf,
  deliverAll,
  expectExact,
  inBatches,
  inShards,
  readAll,
  worked,
} from '../../support/feed.ts';
import { deliver } from '../../support/stream.ts';

let changes: Awaited<ReturnType<typeof worked>>;
beforeAll(async () => {
  changes = await worked();
});

const deliveries: [string, (stream: StreamRecord[]) => StreamRecord[][]][] = [
  ['in one batch', (stream) => [stream]],
  ['in batches', (stream) => inBatches(stream, 12)],
  ['reversed, in one batch', (stream) => [stream.toReversed()]],
  ['reversed, in batches', (stream) => inBatches(stream.toReversed(), 5)],
  ['by two shards', (stream) => inShards(stream).flatMap((shard) => inBatches(shard, 4))],
];

it.each(deliveries)(
  'a projector that stops at any call: %s',
  { timeout: 1_800_000 },
  async (_, batches) => {
    const { items, stream } = changes;
    for (const answerIsLost of [false, true]) {
      let stops = 0;
      for (let stopAt = 1, hasStopped = true; hasStopped; stopAt += 3) {
        hasStopped = false;
        const table = await copyOf(items);
        const { table: stopping } = another(table);
        let calls = 0;
        stopping.db.middlewareStack.add(
          (next) => async (args) => {
            calls += 1;
            if (calls < stopAt) return next(args);
            hasStopped = true;
            stops += 1;
            if (answerIsLost && calls === stopAt) await next(args);
            throw new Error('stopped');
          },
          { step: 'initialize', priority: 'high' },
        );
        for (const batch of batches(stream)) await deliver(stopping, batch).catch(() => {});

        await deliverAll(another(table).table, batches(stream));

        expectExact(await readAll(table), stream);
      }
      expect(stops).toBeGreaterThan(2);
    }
  },
);
