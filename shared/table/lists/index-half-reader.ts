// Reads the halves of a role or of a record type from an index, shard after shard. Can lag behind a
// write.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../engine/open-table.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { indexes, partitionKey, sortKey } from '../schema.ts';
import type { HalfPage, HalfReader } from './fill-page.ts';

type IndexName = 'by-role' | 'by-record-type';
type IndexKey = Readonly<Record<string, string | number>>;

/** A position of the reader: in a shard of a partition, after the half with the index key. */
export interface IndexPosition {
  readonly value: string;
  readonly shard: number;
  readonly behind?: IndexKey;
}

export interface IndexRange {
  readonly index: IndexName;
  /** The roles, or the record type. Each has one partition in every shard. */
  readonly values: readonly string[];
  /** The required first part of the index's sort key. */
  readonly first?: string | undefined;
  /** Values that a half must also have; null stands for no role. */
  readonly having?: {
    readonly connectedType?: string;
    readonly roleId?: null;
    readonly connectedRoleId?: string | null;
  };
}

/**
 * The index keys of a half do not change while it is in its partition, so a write to another half
 * neither repeats nor skips a half.
 */
export class IndexHalfReader implements HalfReader<IndexPosition> {
  readonly #table: Table;
  readonly #range: IndexRange;
  #position: IndexPosition | undefined;

  constructor(table: Table, range: IndexRange, after?: IndexPosition) {
    this.#table = table;
    this.#range = { ...range, values: [...range.values].sort() };
    this.#position = after ? this.#nearest(after) : this.#start(this.#range.values[0]);
  }

  get position(): IndexPosition | undefined {
    return this.#position;
  }

  async read(limit: number): Promise<HalfPage<IndexPosition>> {
    const at = this.#position as IndexPosition;
    const { value, shard, behind } = at;
    const { index, first, having = {} } = this.#range;
    const { partition, sort } = indexes[index];
    const page = await this.#table.db.send(
      new QueryCommand({
        TableName: this.#table.name,
        IndexName: index,
        KeyConditionExpression: `#value = :value AND #shard = :shard${
          first === undefined ? '' : ' AND #first = :first'
        }`,
        ExpressionAttributeNames: {
          '#value': partition[0][0],
          '#shard': partition[1][0],
          ...(first !== undefined && { '#first': sort[0][0] }),
        },
        ExpressionAttributeValues: {
          ':value': value,
          ':shard': shard,
          ...(first !== undefined && { ':first': first }),
        },
        Limit: limit,
        ...(behind && { ExclusiveStartKey: behind }),
      }),
    );
    const read = (page.Items ?? []) as HalfItem[];
    const next = page.LastEvaluatedKey
      ? { value, shard, behind: page.LastEvaluatedKey as IndexKey }
      : this.#after(at);
    this.#position = next;
    // With the same index key, a half can still move in the table, and the index can contain both
    // places for a moment. The second one is not a new half.
    const isNew = (item: HalfItem, at: number) => {
      const before = at === 0 ? behind : read[at - 1];
      return item.id !== before?.id || item.recordId !== before.recordId;
    };
    const belongs = (item: HalfItem) =>
      Object.entries(having).every(
        ([name, wanted]) => (item[name as keyof HalfItem] ?? null) === wanted,
      );
    const halves = read
      .filter((item, at) => isNew(item, at) && belongs(item))
      .map((item) => ({
        half: halfOf(item),
        position:
          item === read.at(-1) && next ? next : { value, shard, behind: indexKeyOf(index, item) },
      }));
    return { halves, rejected: read.length - halves.length };
  }

  #start(value: string | undefined): IndexPosition | undefined {
    return value === undefined ? undefined : { value, shard: 0 };
  }

  /** The start of the next shard. */
  #after({ value, shard }: IndexPosition): IndexPosition | undefined {
    if (shard + 1 < this.#table.shards) return { value, shard: shard + 1 };
    return this.#start(this.#range.values.find((one) => one > value));
  }

  /** The position itself, or the start of the next role if its role is no longer among the values. */
  #nearest(position: IndexPosition): IndexPosition | undefined {
    const value = this.#range.values.find((one) => one >= position.value);
    return value === position.value ? position : this.#start(value);
  }
}

function indexKeyOf(index: IndexName, item: HalfItem): IndexKey {
  const { partition, sort } = indexes[index];
  const names = [partitionKey, sortKey, ...[...partition, ...sort].map(([name]) => name)];
  return Object.fromEntries(
    names.map((name) => [name, item[name as keyof HalfItem] as string | number]),
  );
}
