// Reading a stream of several shards from a hand-made source: order, checkpoints, ends, failures.
import { afterEach, describe, expect, it } from 'vitest';
import { DurableMap } from '../../infra/local/base/durable-map.ts';
import { EventSourceMapping, StreamMapping } from '../../infra/local/streams/stream-mapping.ts';
import type { Shard, StreamRecord, StreamSource } from '../../infra/local/streams/stream-source.ts';

/** A stream in memory; iterators are `shard:position`. */
class Stream implements StreamSource {
  readonly arn = 'arn:stream';
  readonly #shards: Shard[] = [];
  readonly #records = new Map<string, string[]>();
  readonly #closed = new Set<string>();
  /** Makes the next reads fail. */
  failures = 0;

  open(id: string, parent?: string): void {
    this.#shards.push({ id, parent });
    this.#records.set(id, []);
  }

  add(shard: string, ...sequenceNumbers: string[]): void {
    this.#records.get(shard)?.push(...sequenceNumbers);
  }

  end(shard: string): void {
    this.#closed.add(shard);
  }

  async shards(): Promise<Shard[]> {
    return this.#shards;
  }

  async iterator(shard: string, after?: string): Promise<string> {
    return `${shard}:${(this.#records.get(shard)?.indexOf(after ?? '') ?? -1) + 1}`;
  }

  async read(iterator: string, limit: number) {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('the engine is busy');
    }
    const [shard = '', from = ''] = iterator.split(':');
    const all = this.#records.get(shard) ?? [];
    const to = Math.min(all.length, Number(from) + limit);
    return {
      records: all.slice(Number(from), to).map(recordOf),
      next: this.#closed.has(shard) && to === all.length ? undefined : `${shard}:${to}`,
    };
  }

  close(): void {}
}

const recordOf = (SequenceNumber: string): StreamRecord => ({
  eventID: SequenceNumber,
  eventName: SequenceNumber.startsWith('x') ? 'MODIFY' : 'INSERT',
  eventSourceARN: 'arn:stream',
  dynamodb: { SequenceNumber, ApproximateCreationDateTime: 0 },
});

const running: StreamMapping[] = [];
afterEach(() => Promise.all(running.splice(0).map((mapping) => mapping.stop())));

async function start(
  source: Stream,
  checkpoints = new DurableMap<string>(),
  properties: object = {},
  fn: (batch: string[]) => unknown = () => undefined,
) {
  const batches: string[] = [];
  const complaints: string[] = [];
  const mapping = new StreamMapping({
    id: 'Mapping',
    properties: EventSourceMapping.parse({
      EventSourceArn: 'Table.StreamArn',
      FunctionName: 'Function',
      StartingPosition: 'TRIM_HORIZON',
      ...properties,
    }),
    source,
    functionArn: 'arn:function',
    invoke: async (event) => {
      const { Records } = event as { Records: StreamRecord[] };
      batches.push(Records.map(({ eventID }) => eventID).join(' '));
      return fn(Records.map(({ eventID }) => eventID));
    },
    checkpoints,
    trace: () => {},
    onError: (sentence) => complaints.push(sentence),
  });
  running.push(mapping);
  await mapping.start();
  await mapping.caughtUp();
  return { mapping, batches, complaints };
}

describe('a mapping', () => {
  it('reads batches of at most its size, and records that are added later', async () => {
    const stream = new Stream();
    stream.open('s');
    stream.add('s', '1', '2', '3', '4', '5');
    const { mapping, batches } = await start(stream, undefined, { BatchSize: 2 });
    expect(batches).toEqual(['1 2', '3 4', '5']);

    stream.add('s', '6');
    await mapping.caughtUp();
    expect(batches.at(-1)).toBe('6');
  });

  it('reads children after their parents, each to its end', async () => {
    const stream = new Stream();
    stream.open('parent');
    stream.open('left', 'parent');
    stream.open('right', 'parent');
    stream.open('orphan', 'trimmed');
    stream.add('parent', '1');
    stream.add('left', '2');
    stream.add('right', '3');
    stream.add('orphan', '4');
    const { mapping, batches } = await start(stream);
    expect(batches.sort()).toEqual(['1', '4']);

    stream.end('parent');
    await expect
      .poll(async () => {
        await mapping.caughtUp();
        return batches.toSorted();
      })
      .toEqual(['1', '2', '3', '4']);
  });

  it('continues at its checkpoint, after records that no filter matches', async () => {
    const stream = new Stream();
    stream.open('s');
    stream.add('s', '1', 'x2');
    const checkpoints = new DurableMap<string>();
    const filters = {
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    };
    const first = await start(stream, checkpoints, filters);
    await first.mapping.stop();
    expect(first.batches).toEqual(['1']);
    expect(checkpoints.get('Mapping arn:stream s')).toBe('x2');

    stream.add('s', 'x3', '4');
    expect((await start(stream, checkpoints, filters)).batches).toEqual(['4']);
  });

  it('from LATEST skips existing records, but not those that arrive while it is stopped', async () => {
    const stream = new Stream();
    stream.open('s');
    stream.add('s', '1', '2');
    const checkpoints = new DurableMap<string>();
    const first = await start(stream, checkpoints, { StartingPosition: 'LATEST' });
    await first.mapping.stop();
    expect(first.batches).toEqual([]);

    stream.add('s', '3');
    const second = await start(stream, checkpoints, { StartingPosition: 'LATEST' });
    expect(second.batches).toEqual(['3']);
  });

  it('gathers records within its window, but not while a caller waits', async () => {
    const stream = new Stream();
    stream.open('s');
    const { mapping, batches } = await start(stream, undefined, {
      BatchSize: 3,
      MaximumBatchingWindowInSeconds: 300,
    });
    stream.add('s', '1', '2');
    stream.add('s', '3', '4');
    await expect.poll(() => batches).toEqual(['1 2 3']);
    await mapping.caughtUp();
    expect(batches).toEqual(['1 2 3', '4']);
  });

  it('reports that it cannot read, and retries', async () => {
    const stream = new Stream();
    stream.open('s');
    stream.add('s', '1');
    stream.failures = 1;
    const { batches, complaints } = await start(stream);
    expect(complaints).toEqual(['Mapping: s cannot be read: Error: the engine is busy']);
    expect(batches).toEqual(['1']);
  });

  it('can stop during endless retries, and reads the record again', async () => {
    const stream = new Stream();
    stream.open('s');
    stream.add('s', '1');
    const checkpoints = new DurableMap<string>();
    let tries = 0;
    const failing = () => {
      tries += 1;
      throw new Error('on purpose');
    };
    const starting = start(stream, checkpoints, {}, failing);
    await expect.poll(() => tries).toBeGreaterThan(2);
    await running[0]?.stop();
    await starting;

    expect((await start(stream, checkpoints)).batches).toEqual(['1']);
  });
});
