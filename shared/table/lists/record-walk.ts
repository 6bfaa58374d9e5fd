// Walking the halves of one record in the order of the table's keys, strongly consistent.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Table } from '../engine/open-table.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { items } from '../schema.ts';
import type { Passed, Reading, Walk } from './fill-page.ts';
import { bounds, type KeyQuestion, matches, nextPossible, partsOf, wantedOf } from './seek.ts';

/** The place of the connected role in a sort key: the parts before it can be jumped over. */
const jumpable = 3;

/** A position is the sort key that the next Query begins with. */
export class RecordWalk implements Walk<string> {
  readonly #table: Table;
  readonly #partition: string;
  readonly #wanted: ReturnType<typeof wantedOf>;
  readonly #to: string;
  #from: string | undefined;

  constructor(table: Table, { type, id }: RecordReference, question: KeyQuestion, after?: string) {
    this.#table = table;
    this.#partition = items.half.partition(type, id);
    this.#wanted = wantedOf(question);
    const range = bounds(this.#wanted);
    this.#to = range?.to ?? '';
    this.#goTo(range && (after ?? range.from));
  }

  get position(): string | undefined {
    return this.#from;
  }

  async read(limit: number): Promise<Reading<string>> {
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
    const passed: Passed<string>[] = [];
    let rejected = 0;
    let jump: string | undefined;
    for (const item of (page.Items ?? []) as HalfItem[]) {
      if (jump !== undefined && item.sk < jump) continue;
      jump = undefined;
      const parts = partsOf(item.sk);
      if (matches(this.#wanted, parts)) {
        passed.push({ half: halfOf(item), position: `${item.sk}!` });
      } else {
        if (matches(this.#wanted.slice(0, jumpable), parts)) rejected += 1;
        jump = nextPossible(this.#wanted, parts);
        if (jump === undefined) {
          this.#from = undefined;
          return { passed, rejected };
        }
      }
    }
    this.#goTo(jump ?? (page.LastEvaluatedKey && `${page.LastEvaluatedKey.sk}!`));
    return { passed, rejected };
  }

  #goTo(from: string | undefined): void {
    this.#from = from !== undefined && from <= this.#to ? from : undefined;
  }
}
