// Lists an owner's connections, the last changed first.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Page } from '../../contracts/paging.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { type OwnedEntry, ownedEntry } from '../pairs/owned-entry.ts';
import { items } from '../schema.ts';

/** Which of an owner's connections to list. */
export interface OwnedConditions {
  readonly ownerId: string;
  readonly state: Connection['state'] | 'all';
}

/** How many entries one Query reads at least: about as many as half a read unit has. */
const smallestRead = 25;
/** The most entries for one page; each may need a read of its connection. */
const maxEntries = 500;

/**
 * One page of an owner's connections. Can lag behind the stream; a connection that was written before the lists
 * existed is in its owner's from its next change on. While connections change, they move to the beginning of the list; the
 * others are neither repeated nor skipped.
 *
 * 1 Query for each shard, all at once, more for those that have more of the page, and 1 BatchGetItem of
 * the connections, strongly consistent: 1 read unit for each. After 500 entries the page ends early, possibly empty, with a
 * position at which to continue.
 * @param after the position at which an earlier page ended
 */
export async function connectionsOfOwner(
  table: Table,
  { ownerId, state }: OwnedConditions,
  limit: number,
  after?: string,
): Promise<Page<Connection> & { position?: string }> {
  const entries = new MergedEntries(table, ownerId, limit + 1, after);
  const found: Connection[] = [];
  let position = after;
  for (let read = 0; ; ) {
    const some = await entries.next(Math.min(limit + 1 - found.length, maxEntries - read));
    if (some.length === 0) return { items: found };
    read += some.length;
    const current = await currentConnections(table, some);
    for (const entry of some) {
      const connection = current.get(placeOf(entry));
      if (connection && (state === 'all' || connection.state === state)) {
        if (found.length === limit) return { items: found, position: position as string };
        found.push(connection);
      }
      position = entry.sk;
    }
    if (read >= maxEntries) return { items: found, position: position as string };
  }
}

/** The connections of the entries, by these; those whose entries are out of date are left out. */
async function currentConnections(
  table: Table,
  entries: readonly OwnedEntry[],
): Promise<ReadonlyMap<string, Connection>> {
  const keys = new Map(
    entries.map(({ toPartition: pk, toSort: sk }) => [placeOf({ pk, sk }), { pk, sk }]),
  );
  const halves = await itemsAt(table, [...keys.values()], { consistent: true });
  return new Map(
    halves.map((item) => {
      const { connection } = halfOf(item as unknown as HalfItem);
      return [placeOf(ownedEntry(connection, table.shards)), connection];
    }),
  );
}

/** The entries of one shard that were read and not taken. */
interface Shard {
  readonly entries: OwnedEntry[];
  /** After which key the next Query starts. */
  before: string | undefined;
  isAtEnd: boolean;
}

/** The entries of all shards, in one order. */
class MergedEntries {
  readonly #table: Table;
  readonly #ownerId: string;
  readonly #size: number;
  readonly #shards: readonly Shard[];

  constructor(table: Table, ownerId: string, wanted: number, after: string | undefined) {
    this.#table = table;
    this.#ownerId = ownerId;
    this.#size = Math.max(smallestRead, Math.ceil((2 * wanted) / table.shards));
    this.#shards = Array.from({ length: table.shards }, () => ({
      entries: [],
      before: after,
      isAtEnd: false,
    }));
  }

  /** The next entries, at most so many. */
  async next(count: number): Promise<OwnedEntry[]> {
    const taken: OwnedEntry[] = [];
    while (taken.length < count) {
      // The next one of all is only known while each shard shows its next one.
      await Promise.all(
        this.#shards.map((shard, at) =>
          shard.entries.length === 0 && !shard.isAtEnd ? this.#read(shard, at) : undefined,
        ),
      );
      const [first] = this.#shards
        .filter(({ entries }) => entries.length > 0)
        .sort((one, other) => (nextKey(one) > nextKey(other) ? -1 : 1));
      const entry = first?.entries.shift();
      if (!entry) break;
      taken.push(entry);
    }
    return taken;
  }

  async #read(shard: Shard, at: number): Promise<void> {
    const isFirst = shard.before === undefined;
    const { Items = [], LastEvaluatedKey } = await this.#table.db.send(
      new QueryCommand({
        TableName: this.#table.name,
        KeyConditionExpression: `pk = :owned${isFirst ? '' : ' AND sk < :before'}`,
        ExpressionAttributeValues: {
          ':owned': items.owned.partition(at, this.#ownerId),
          ...(!isFirst && { ':before': shard.before }),
        },
        ScanIndexForward: false,
        Limit: this.#size,
      }),
    );
    shard.entries.push(...(Items as OwnedEntry[]));
    shard.before = shard.entries.at(-1)?.sk ?? shard.before;
    shard.isAtEnd = LastEvaluatedKey === undefined;
  }
}

const nextKey = ({ entries: [first] }: Shard): string => first?.sk ?? '';
