// Reads sorted entries of all shards at once, and merges them into one order.

/** The result of one Query in a shard. */
interface ShardPage<Entry> {
  readonly entries: readonly Entry[];
  /** Where the shard continues; undefined at its end. */
  readonly next: ShardStart | undefined;
}

/** The key with which DynamoDB continues a Query. */
type ShardStart = Readonly<Record<string, unknown>>;

export interface ShardedEntries<Entry> {
  /** Reads at most `limit` entries of a shard; without `start` from the beginning of the list. */
  readonly read: (
    shard: number,
    limit: number,
    start: ShardStart | undefined,
  ) => Promise<ShardPage<Entry>>;
  /** The order of the entries, the same as that of each shard. */
  readonly order: (one: Entry, other: Entry) => number;
  /** Of two entries at the same place, whether the first one is to be kept. Shards share a place if their number grew. */
  readonly isNewer?: (one: Entry, other: Entry) => boolean;
}

/** The most entries that one Query reads. */
const largestRead = 100;

interface Shard<Entry> {
  readonly waiting: Entry[];
  start: ShardStart | undefined;
  /** How many entries the last Query was asked for. */
  asked: number;
  isAtEnd: boolean;
}

/**
 * The entries of all shards in one order. The first Query of each shard reads its share of the requested number and a
 * few more; the next one, twice as many, only when all of its entries have been taken.
 */
export class MergedShards<Entry> {
  readonly #shards: Shard<Entry>[];
  readonly #of: ShardedEntries<Entry>;

  constructor(shards: number, of: ShardedEntries<Entry>) {
    this.#of = of;
    this.#shards = Array.from({ length: shards }, () => {
      return { waiting: [], start: undefined, asked: 0, isAtEnd: false };
    });
  }

  /**
   * The next entry; undefined at the end.
   * @param wanted how many entries the caller will take
   */
  async next(wanted: number): Promise<Entry | undefined> {
    await this.#fill(wanted);
    let first: Entry | undefined;
    for (const { waiting } of this.#shards) {
      const [entry] = waiting;
      if (entry && (!first || this.#of.order(entry, first) < 0)) first = entry;
    }
    if (!first) return undefined;
    const same = this.#shards.flatMap(({ waiting }) => {
      const [entry] = waiting;
      if (!entry || this.#of.order(entry, first) !== 0) return [];
      waiting.shift();
      return [entry];
    });
    return same.reduce((one, other) => (this.#of.isNewer?.(other, one) ? other : one));
  }

  /** Whether there is another entry. Reads only if none is waiting. */
  async hasMore(): Promise<boolean> {
    if (this.#shards.some(({ waiting }) => waiting.length > 0)) return true;
    await this.#fill(1);
    return this.#shards.some(({ waiting }) => waiting.length > 0);
  }

  /** Reads until each shard has an entry or is at its end. */
  async #fill(wanted: number): Promise<void> {
    const share = wanted / this.#shards.length;
    // The records of a list are spread over the shards by chance: few shards have many more than their share.
    const likely = Math.ceil(share) + Math.ceil(2 * Math.sqrt(share)) + 1;
    await Promise.all(
      this.#shards.map(async (shard, number) => {
        while (shard.waiting.length === 0 && !shard.isAtEnd) {
          const first = Math.min(likely, wanted);
          shard.asked = Math.min(shard.asked === 0 ? first : 2 * shard.asked, largestRead);
          const page = await this.#of.read(number, shard.asked, shard.start);
          shard.waiting.push(...page.entries);
          shard.start = page.next;
          shard.isAtEnd = page.next === undefined;
        }
      }),
    );
  }
}

/** The order of DynamoDB's keys: UTF-8 bytes, which differs from the order of JavaScript strings. */
export const keyOrder = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one), Buffer.from(other));
