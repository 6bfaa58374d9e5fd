// The template's event source mappings on streams: each invokes a function with the changes in a table.

import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { DurableMap } from '../base/durable-map.ts';
import { StartError } from '../base/start-error.ts';
import { arnOf, nameOf, type Template } from '../base/template.ts';
import type { Trace } from '../base/trace.ts';
import type { EngineAccess } from '../dynamodb/engine-access.ts';
import { eventPattern } from '../eventbridge/event-pattern.ts';
import type { LocalFunction } from '../lambda/local-function.ts';
import { isOnQueue } from '../lambda/queue-mapping.ts';
import { type LocalQueue, queueAt } from '../sqs/queues.ts';
import { onFailureMessage } from './on-failure-message.ts';
import { ShardReader } from './shard-reader.ts';
import { type BatchPolicy, type GivenUp, processBatch } from './stream-batch.ts';
import { openStream, type StreamRecord, type StreamSource } from './stream-source.ts';

/** The properties of an AWS::Lambda::EventSourceMapping on a stream that are used here. */
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
  /** @throws if the function failed. */
  readonly invoke: (event: unknown, requestId: string) => Promise<unknown>;
  /** Receives the message about records that are given up, if the mapping has a destination. */
  readonly onFailure?: ((message: string) => void) | undefined;
  /** Sequence number of the last processed record, by mapping, stream and shard. */
  readonly checkpoints: DurableMap<string>;
  readonly trace: Trace;
  /** Receives a sentence for each error outside the function. */
  readonly onError: (sentence: string) => void;
}

const closed = 'closed';
/** Wait before a retry: 0.1 s, doubled each time, at most 5 s. */
const backOffMs = (retry: number) => Math.min(5000, 100 * 2 ** (retry - 1));

export class StreamMapping {
  readonly #options: StreamMappingOptions;
  readonly #policy: BatchPolicy;
  readonly #matches: (record: StreamRecord) => boolean;
  readonly #readers = new Map<string, ShardReader>();
  readonly #stopped = new AbortController();
  /** Aborted when stopping no longer waits for running invocations. */
  readonly #abandoned = new AbortController();
  #opening: Promise<void> = Promise.resolve();
  /** Number of batches and shards finished, with which a waiting caller detects progress. */
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

  /** Continues from its checkpoints; starts at its starting position the first time. */
  async start(): Promise<void> {
    const { checkpoints, source, properties } = this.#options;
    const shards = await source.shards();
    const started = this.#key('');
    if (checkpoints.get(started) === undefined) {
      if (properties.StartingPosition === 'LATEST') {
        for (const { id } of shards) await this.#skip(id);
      }
      checkpoints.set(started, properties.StartingPosition);
    }
    await this.#readNew();
  }

  /** Resolves when all records that were in the stream at the time of the call are processed or given up. */
  async caughtUp(): Promise<void> {
    await this.#opening;
    await Promise.all([...this.#readers.values()].map((reader) => reader.caughtUp()));
  }

  /** Call it when something may have been written to the table. */
  wake(): void {
    for (const reader of this.#readers.values()) reader.wake();
  }

  /** Waits at most 5 s for running invocations; unfinished records are read again after the next start. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    for (const reader of this.#readers.values()) reader.stop();
    const timer = setTimeout(() => this.#abandoned.abort(), 5000);
    await Promise.all([...this.#readers.values()].map(({ finished }) => finished));
    clearTimeout(timer);
  }

  /** Starts readers for shards that have none yet and whose parents are finished. */
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
    const { source, properties, checkpoints, onError, id } = this.#options;
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
      onFailure: (sentence) => onError(`${id}: ${sentence}`),
    });
    this.#readers.set(shardId, reader);
    reader.finished.then(() => {
      if (this.#stopped.signal.aborted) return;
      checkpoints.set(key, closed);
      this.#readers.delete(shardId);
      this.progress += 1;
      this.#opening = this.#readNew().catch((error) => onError(`${id}: ${error}`));
    });
  }

  async #process(shardId: string, records: readonly StreamRecord[]): Promise<void> {
    const { invoke, checkpoints } = this.#options;
    await processBatch(records, this.#policy, {
      invoke: async (part) => {
        const started = Date.now();
        const requestId = randomUUID();
        const say = (outcome: string) => {
          const took = `${Date.now() - started} ms, request ${requestId}`;
          this.#say(shardId, `${count(part)} → ${outcome}, ${took}`, part);
        };
        try {
          const result = await this.#unlessAbandoned(invoke({ Records: part }, requestId));
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

  /** Settles like the invocation, but rejects when stopping no longer waits for it. */
  #unlessAbandoned(invocation: Promise<unknown>): Promise<unknown> {
    const { signal } = this.#abandoned;
    return new Promise((resolve, reject) => {
      const abandon = () => reject(new Error('The local host is stopping.'));
      signal.addEventListener('abort', abandon, { once: true });
      invocation.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
    });
  }

  #giveUp(shardId: string, batch: GivenUp): void {
    const { functionArn, source, onFailure } = this.#options;
    onFailure?.(onFailureMessage(batch, { functionArn, streamArn: source.arn, shardId }));
    const fate = onFailure ? 'sent to the queue' : 'dropped';
    this.#say(
      shardId,
      `${count(batch.records)} given up, ${fate}: ${batch.condition}`,
      batch.records,
    );
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

  #say(shardId: string, what: string, records: readonly StreamRecord[]): void {
    this.#options.trace(`stream    ${this.#options.id} (${shardId.slice(-8)}): ${what}`, records);
  }
}

function count({ length }: readonly unknown[]): string {
  return `${length} record${length === 1 ? '' : 's'}`;
}

interface MappingsOptions {
  readonly functions: ReadonlyMap<string, LocalFunction>;
  readonly queues: ReadonlyMap<string, LocalQueue>;
  readonly dynamodb: EngineAccess;
  readonly checkpoints: DurableMap<string>;
  readonly onFailure: (sentence: string) => void;
  readonly trace: Trace;
}

/**
 * Opens the mappings of the template on the streams of its tables.
 *
 * @throws StartError for a mapping that cannot run here.
 */
export async function openMappings(template: Template, options: MappingsOptions) {
  const sources = new Map<string, StreamSource>();
  const mappings: StreamMapping[] = [];
  const resources = template.resources(
    'AWS::Lambda::EventSourceMapping',
    EventSourceMapping,
    (properties) => !isOnQueue(properties),
  );
  for (const [id, properties] of resources) {
    if (!properties.Enabled) continue;
    const [, table] = /^(\w+)\.StreamArn$/.exec(properties.EventSourceArn) ?? [];
    if (table === undefined) {
      throw new StartError(
        `${id} reads ${properties.EventSourceArn}; the local host supports only queues and streams of tables.`,
      );
    }
    const source = sources.get(table) ?? (await openStream(options.dynamodb, table));
    if (!source) throw new StartError(`${id} reads the stream of ${table}, which has no stream.`);
    sources.set(table, source);
    const name = nameOf(properties.FunctionName);
    const fn = options.functions.get(name);
    if (!fn) throw new StartError(`${id} invokes the function ${name}, which does not exist.`);
    const queue = queueAt(options.queues, properties.DestinationConfig.OnFailure?.Destination);
    mappings.push(
      new StreamMapping({
        id,
        properties,
        source,
        functionArn: arnOf('AWS::Lambda::Function', name),
        invoke: (event, requestId) => fn.invoke(event, requestId),
        onFailure: queue && ((message) => void queue.send(message)),
        checkpoints: options.checkpoints,
        trace: options.trace,
        onError: options.onFailure,
      }),
    );
  }
  return {
    mappings,
    close: () => {
      for (const source of sources.values()) source.close();
    },
  };
}
