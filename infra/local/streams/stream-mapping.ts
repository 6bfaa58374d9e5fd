// AWS::Lambda::EventSourceMapping on a table's stream: invokes a function with what changes.
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { eventPattern } from '../eventbridge/event-pattern.ts';
import type { KeptMap } from '../host/kept-map.ts';
import { onFailureMessage } from './on-failure-message.ts';
import { ShardReader } from './shard-reader.ts';
import { type BatchPolicy, type GivenUp, processBatch } from './stream-batch.ts';
import type { StreamRecord, StreamSource } from './stream-source.ts';

/** What is used of an AWS::Lambda::EventSourceMapping. */
export const EventSourceMapping = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.boolean().default(true),
  BatchSize: z.number().default(100),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  DestinationConfig: z
    .object({ OnFailure: z.object({ Destination: z.string() }).optional() })
    .default({}),
  TumblingWindowInSeconds: z.literal(0).optional(),
});

export interface StreamMappingOptions {
  readonly id: string;
  readonly properties: z.output<typeof EventSourceMapping>;
  readonly source: StreamSource;
  readonly functionArn: string;
  /** @throws when the function failed. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Takes the message about what has been given up, when the mapping has a destination. */
  readonly onFailure?: ((message: string) => void) | undefined;
  /** What is done, by mapping, stream and shard. */
  readonly checkpoints: KeptMap<string>;
  readonly trace: (line: string) => void;
  /** Told in a sentence of what goes wrong outside the function. */
  readonly complain: (sentence: string) => void;
}

const closed = 'closed';
/** Before a try again: 0.1 s, doubled each time. */
const backOffMs = (retry: number) => Math.min(5000, 100 * 2 ** (retry - 1));

export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #policy: BatchPolicy;
  readonly #matches: (record: StreamRecord) => boolean;
  readonly #readers = new Map<string, ShardReader>();
  readonly #stopped = new AbortController();
  /** Ends the patience with invocations under way. */
  readonly #left = new AbortController();
  #opening: Promise<void> = Promise.resolve();
  /** Batches done and shards ended, so that waiting for the end knows of progress. */
  progress = 0;

  constructor(options: StreamMappingOptions) {
    this.#options = options;
    const { properties } = options;
    this.#policy = {
      bisect: properties.BisectBatchOnFunctionError,
      partialFailures: properties.FunctionResponseTypes.length > 0,
      maximumRetryAttempts: properties.MaximumRetryAttempts,
      maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds,
    };
    const filters = properties.FilterCriteria.Filters.map(({ Pattern }) =>
      eventPattern(JSON.parse(Pattern)),
    );
    this.#matches = (record) => !filters.length || filters.some((matches) => matches(record));
  }

  /** Starts where it left off; for the first time, at its starting position. */
  async start(): Promise<void> {
    const { checkpoints, source, properties } = this.#options;
    const shards = await source.shards();
    const born = this.#key('');
    if (checkpoints.get(born) === undefined) {
      if (properties.StartingPosition === 'LATEST') {
        for (const { id } of shards) await this.#skip(id);
      }
      checkpoints.set(born, properties.StartingPosition);
    }
    await this.#readNew();
  }

  /** Resolves when all that was in the stream when it was called is done or given up. */
  async caughtUp(): Promise<void> {
    await this.#opening;
    await Promise.all([...this.#readers.values()].map((reader) => reader.caughtUp()));
  }

  /** Waits at most 5 s for invocations under way; records that are not done come again. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const reader of this.#readers.values()) reader.stop();
    const patience = setTimeout(() => this.#left.abort(), 5000);
    await Promise.all([...this.#readers.values()].map(({ finished }) => finished));
    clearTimeout(patience);
  }

  /** Reads shards that have no reader yet and whose parents are done. */
  async #readNew(): Promise<void> {
    const shards = await this.#options.source.shards();
    const ids = new Set(shards.map(({ id }) => id));
    const isDone = (id: string) => this.#options.checkpoints.get(this.#key(id)) === closed;
    for (const { id, parent } of shards) {
      const waits = parent !== undefined && ids.has(parent) && !isDone(parent);
      if (!isDone(id) && !waits && !this.#readers.has(id)) this.#read(id);
    }
  }

  #read(shardId: string): void {
    const { source, properties, checkpoints, complain, id } = this.#options;
    const key = this.#key(shardId);
    const reader = new ShardReader({
      source,
      shardId,
      after: checkpoints.get(key),
      batchSize: properties.BatchSize,
      windowMs: properties.MaximumBatchingWindowInSeconds * 1000,
      matches: this.#matches,
      process: (records) => this.#process(shardId, records),
      checkpoint: (sequenceNumber) => checkpoints.set(key, sequenceNumber),
      onFailure: (sentence) => complain(`${id}: ${sentence}`),
    });
    this.#readers.set(shardId, reader);
    reader.finished.then(() => {
      if (this.#stopped.signal.aborted) return;
      checkpoints.set(key, closed);
      this.#readers.delete(shardId);
      this.progress += 1;
      this.#opening = this.#readNew().catch((error) => complain(`${id}: ${error}`));
    });
  }

  async #process(shardId: string, records: readonly StreamRecord[]): Promise<void> {
    const { invoke, checkpoints } = this.#options;
    await processBatch(records, this.#policy, {
      invoke: async (part) => {
        const started = Date.now();
        const say = (outcome: string) =>
          this.#say(shardId, `${count(part)} → ${outcome}, ${Date.now() - started} ms`);
        try {
          const result = await this.#unlessLeft(invoke({ Records: part }));
          const failures = (result as { batchItemFailures?: unknown[] })?.batchItemFailures;
          say(failures?.length ? `${failures.length} failed` : 'done');
          return result;
        } catch (error) {
          say('failed');
          throw error;
        }
      },
      checkpoint: (sequenceNumber) => checkpoints.set(this.#key(shardId), sequenceNumber),
      giveUp: (batch) => this.#giveUp(shardId, batch),
      backOff: (retry) =>
        pause(backOffMs(retry), undefined, { signal: this.#stopped.signal }).catch(() => {}),
      now: () => Date.now() / 1000,
      stopped: () => this.#stopped.signal.aborted,
    });
    this.progress += 1;
  }

  /** The answer to an invocation that nobody waits for any more is not heard. */
  #unlessLeft(invocation: Promise<unknown>): Promise<unknown> {
    const { signal } = this.#left;
    return new Promise((resolve, reject) => {
      const left = () => reject(new Error('The local host stops.'));
      signal.addEventListener('abort', left, { once: true });
      invocation.then(resolve, reject).finally(() => signal.removeEventListener('abort', left));
    });
  }

  #giveUp(shardId: string, batch: GivenUp): void {
    const { functionArn, source, onFailure } = this.#options;
    onFailure?.(onFailureMessage(batch, { functionArn, streamArn: source.arn, shardId }));
    const fate = onFailure ? 'told to the queue' : 'dropped';
    this.#say(shardId, `${count(batch.records)} given up, ${fate}: ${batch.condition}`);
  }

  async #skip(shardId: string): Promise<void> {
    const { source, checkpoints } = this.#options;
    let iterator: string | undefined = await source.iterator(shardId);
    while (iterator !== undefined) {
      const { records, next } = await source.read(iterator, 1000);
      const last = records.at(-1)?.dynamodb.SequenceNumber;
      if (last !== undefined) checkpoints.set(this.#key(shardId), last);
      else if (next !== undefined) return;
      iterator = next;
    }
    checkpoints.set(this.#key(shardId), closed);
  }

  #key(shardId: string): string {
    return `${this.#options.id} ${this.#options.source.arn} ${shardId}`;
  }

  #say(shardId: string, what: string): void {
    this.#options.trace(`stream    ${this.#options.id} (${shardId.slice(-8)}): ${what}`);
  }
}

function count({ length }: readonly unknown[]): string {
  return `${length} record${length === 1 ? '' : 's'}`;
}
