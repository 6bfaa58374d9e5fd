// Walking the halves of a role or of a record type, shard after shard. May lag behind a write.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../engine/open-table.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { indexes, partitionKey, sortKey } from '../schema.ts';
import type { Reading, Walk } from './fill-page.ts';

type IndexName = 'by-role' | 'by-record-type';
type IndexKey = Readonly<Record<string, string | number>>;

/** Where a walk stands: in a shard of a partition, behind the half whose index key this is. */
export interface IndexPosition {
  readonly value: string;
  readonly shard: number;
  readonly behind?: IndexKey;
}

export interface IndexQuestion {
  readonly index: IndexName;
  /** The roles, or the record type, one partition of each shard for each. */
  readonly values: readonly string[];
  /** What the first part of the index's sort key must be. */
  readonly first?: string | undefined;
  /** What else a half must have to belong. */
  readonly having?: Partial<Pick<HalfItem, 'connectedType' | 'connectedRoleId'>>;
}

/**
 * The keys are made of what never changes while a half is in its partition, so a write elsewhere
 * neither repeats nor skips a half.
 */
export class IndexWalk implements Walk<IndexPosition> {
  readonly #table: Table;
  readonly #question: IndexQuestion;
  #position: IndexPosition | undefined;

  constructor(table: Table, question: IndexQuestion, after?: IndexPosition) {
    this.#table = table;
    this.#question = { ...question, values: [...question.values].sort() };
    this.#position = after ? this.#nearest(after) : this.#start(this.#question.values[0]);
  }

  get position(): IndexPosition | undefined {
    return this.#position;
  }

  async read(limit: number): Promise<Reading<IndexPosition>> {
    const at = this.#position as IndexPosition;
    const { value, shard, behind } = at;
    const { index, first, having = {} } = this.#question;
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
    // Only its place in the table can change behind an index key: the same half is not a new one,
    // and an index may show it for a moment at both places.
    const isNew = (item: HalfItem, at: number) => {
      const before = at === 0 ? behind : read[at - 1];
      return item.id !== before?.id || item.recordId !== before.recordId;
    };
    const belongs = (item: HalfItem) =>
      Object.entries(having).every(([name, wanted]) => item[name as keyof HalfItem] === wanted);
    const passed = read
      .filter((item, at) => isNew(item, at) && belongs(item))
      .map((item) => ({
        half: halfOf(item),
        position:
          item === read.at(-1) && next ? next : { value, shard, behind: indexKeyOf(index, item) },
      }));
    return { passed, rejected: read.length - passed.length };
  }

  #start(value: string | undefined): IndexPosition | undefined {
    return value === undefined ? undefined : { value, shard: 0 };
  }

  /** The beginning of the shard that comes next. */
  #after({ value, shard }: IndexPosition): IndexPosition | undefined {
    if (shard + 1 < this.#table.shards) return { value, shard: shard + 1 };
    return this.#start(this.#question.values.find((one) => one > value));
  }

  /** The position itself, unless its role is none of those asked for any more. */
  #nearest(position: IndexPosition): IndexPosition | undefined {
    const value = this.#question.values.find((one) => one >= position.value);
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
