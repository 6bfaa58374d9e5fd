// Reads the halves of one record in the order of the table's keys, strongly consistent.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Table } from '../engine/open-table.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { isMerged, type MergedItem } from '../records/record-item.ts';
import { firstCharacter, halfKind, items } from '../schema.ts';
import type { HalfPage, HalfReader, PositionedHalf } from './fill-page.ts';
import {
  allowedParts,
  type KeyConditions,
  keyRange,
  matchesKey,
  nextPossibleKey,
  partsOfKey,
} from './skip-scan.ts';

/** The number of leading key parts that can be skipped: those before the connected role. */
const skippableParts = 3;

/** Its position is the sort key with which the next Query starts. */
export class RecordHalfReader implements HalfReader<string> {
  readonly #table: Table;
  readonly #partition: string;
  readonly #allowed: ReturnType<typeof allowedParts>;
  readonly #to: string;
  #from: string | undefined;
  #merged: MergedItem | undefined;

  constructor(
    table: Table,
    { type, id }: RecordReference,
    conditions: KeyConditions,
    after?: string,
  ) {
    this.#table = table;
    this.#partition = items.half.partition(type, id);
    this.#allowed = allowedParts(conditions);
    const range = keyRange(this.#allowed);
    this.#to = range?.to ?? '';
    // If all roles are allowed, the range begins with the mark of a merged record.
    const isWhole = this.#allowed[0] === undefined;
    const from = isWhole ? `${halfKind}${firstCharacter}` : range?.from;
    this.#goTo(range && (after ?? from));
  }

  get position(): string | undefined {
    return this.#from;
  }

  /** The mark of a merged record, if it was read: lists without a condition on the own role begin with it. */
  get merged(): MergedItem | undefined {
    return this.#merged;
  }

  async read(limit: number): Promise<HalfPage<string>> {
    const page = await this.#table.db.send(
      new QueryCommand({
        TableName: this.#table.name,
        KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':partition': this.#partition,
          ':from': this.#from,
          ':to': this.#to,
        },
        ConsistentRead: true,
        Limit: limit,
      }),
    );
    const halves: PositionedHalf<string>[] = [];
    let rejected = 0;
    let jump: string | undefined;
    for (const item of (page.Items ?? []) as HalfItem[]) {
      if (isMerged(item)) {
        this.#merged = item;
        continue;
      }
      if (jump !== undefined && item.sk < jump) continue;
      jump = undefined;
      const parts = partsOfKey(item.sk);
      if (matchesKey(this.#allowed, parts)) {
        halves.push({ half: halfOf(item), position: `${item.sk}!` });
      } else {
        if (matchesKey(this.#allowed.slice(0, skippableParts), parts)) rejected += 1;
        jump = nextPossibleKey(this.#allowed, parts);
        if (jump === undefined) {
          this.#from = undefined;
          return { halves, rejected };
        }
      }
    }
    this.#goTo(jump ?? (page.LastEvaluatedKey && `${page.LastEvaluatedKey.sk}!`));
    return { halves, rejected };
  }

  #goTo(from: string | undefined): void {
    this.#from = from !== undefined && from <= this.#to ? from : undefined;
  }
}
