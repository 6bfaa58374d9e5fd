// Reads one shard of a stream for one mapping: in order, in batches, from the last checkpoint.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page, StreamRecord, StreamSource } from './stream-source.ts';

export interface ShardReaderOptions {
  readonly source: StreamSource;
  readonly shardId: string;
  /** Sequence number of the last processed record. */
  readonly after: string | undefined;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly matches: (record: StreamRecord) => boolean;
  /** Resolves when every record is processed or given up, or when the reader is stopped. */
  readonly process: (records: readonly StreamRecord[]) => Promise<void>;
  readonly checkpoint: (sequenceNumber: string) => void;
  /** Receives a sentence when the stream cannot be read; the reader retries. */
  readonly onFailure: (sentence: string) => void;
}

/**
 * Waits between reads from an open shard that has been read to its end: doubled each time, because DynamoDB
 * Local spends about 8 ms of processor time on a read, and short again after `wake`.
 */
const shortestIdleMs = 100;
const longestIdleMs = 1600;
const maxPage = 1000;

export class ShardReader {
  readonly #options: ShardReaderOptions;
  readonly #stopped = new AbortController();
  #asleep = new AbortController();
  #idleMs = shortestIdleMs;
  #after: string | undefined;
  #waiting: (() => void)[] = [];
  /** Resolves when a closed shard has been read to its end, or when the reader is stopped. */
  readonly finished: Promise<void>;

  constructor(options: ShardReaderOptions) {
    this.#options = options;
    this.#after = options.after;
    this.finished = this.#run().finally(() => {
      for (const done of this.#waiting) done();
      this.#waiting = [];
    });
  }

  /** Resolves when all records that were in the shard at the time of the call are processed or given up. */
  caughtUp(): Promise<void> {
    const done = new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#asleep.abort();
    return Promise.race([done, this.finished]);
  }

  /** Call it when something may have been written: the next reads follow soon. */
  wake(): void {
    const isLongAsleep = this.#idleMs > shortestIdleMs;
    this.#idleMs = shortestIdleMs;
    if (isLongAsleep) this.#asleep.abort();
  }

  /** Stops reading; `finished` resolves when the current batch is processed or abandoned. */
  stop(): void {
    this.#stopped.abort();
    this.#asleep.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      try {
        if (await this.#readOn()) return;
      } catch (error) {
        if (this.#stopped.signal.aborted) return;
        this.#options.onFailure(`${this.#options.shardId} cannot be read: ${error}`);
        await this.#sleep(1000);
      }
    }
  }

  /** Reads to the end of a closed shard (true), or until the reader is stopped (false). */
  async #readOn(): Promise<boolean> {
    const { source, shardId, batchSize, windowMs, matches } = this.#options;
    let iterator: string | undefined = await source.iterator(shardId, this.#after);
    let batch: StreamRecord[] = [];
    let started = 0;
    while (iterator !== undefined && !this.#stopped.signal.aborted) {
      // Callers that wait since before this read are satisfied by its end; later callers are not.
      const waiting = this.#waiting.length;
      const limit = Math.min(maxPage, batchSize - batch.length);
      const page: Page = await source.read(iterator, limit);
      if (!batch.length) started = Date.now();
      batch.push(...page.records.filter(matches));
      this.#after = page.records.at(-1)?.dynamodb.SequenceNumber ?? this.#after;
      iterator = page.next;

      const gathering = Date.now() - started < windowMs && batch.length < batchSize;
      if (batch.length && (!gathering || waiting || iterator === undefined)) {
        await this.#options.process(batch);
        if (this.#stopped.signal.aborted) return false;
        batch = [];
      }
      // A record that no filter matches is finished when the records before it are.
      if (page.records.length) {
        if (!batch.length && this.#after) this.#options.checkpoint(this.#after);
        this.#idleMs = shortestIdleMs;
        continue;
      }
      if (iterator === undefined) continue;
      if (!batch.length) for (const done of this.#waiting.splice(0, waiting)) done();
      if (this.#waiting.length) continue;
      const idleMs = this.#idleMs;
      this.#idleMs = Math.min(longestIdleMs, idleMs * 2);
      await this.#sleep(idleMs);
    }
    return iterator === undefined;
  }

  /** Sleeps until the time is over, a caller waits for the end, or the reader is stopped. */
  async #sleep(ms: number): Promise<void> {
    this.#asleep = new AbortController();
    if (this.#stopped.signal.aborted) return;
    await pause(ms, undefined, { signal: this.#asleep.signal }).catch(() => {});
  }
}
