// Fills a table with valid items, created by the table's own code, much faster than through the API.
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import {
  addedToRecord,
  type Cells,
  rolesStartedOrStopped,
  sum,
} from '../../shared/domain/counting.ts';
import { isBusy } from '../../shared/table/engine/busy.ts';
import type { Action } from '../../shared/table/engine/commit.ts';
import { halfItem } from '../../shared/table/pairs/half-item.ts';
import { memberOf, seriesKey } from '../../shared/table/pairs/series-item.ts';
import { heldRoleWrite, summaryWrite } from '../../shared/table/projection/record-summary.ts';

type Item = Readonly<Record<string, unknown>>;

/** Writes items in batches of 25, several at a time. */
export async function putItems(
  db: DynamoDBDocumentClient,
  tableName: string,
  items: Iterable<Item>,
  writers = 8,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const writer = async () => {
    for (;;) {
      let left: object[] = [];
      for (const { value, done } of Array.from({ length: 25 }, () => iterator.next())) {
        if (!done) left.push({ PutRequest: { Item: value } });
      }
      if (left.length === 0) return;
      while (left.length > 0) {
        const RequestItems = { [tableName]: left as never };
        try {
          const { UnprocessedItems } = await db.send(new BatchWriteCommand({ RequestItems }));
          left = UnprocessedItems?.[tableName] ?? [];
        } catch (error) {
          // A pause of the engine must not end a run of an hour.
          if (!isBusy(error)) throw error;
        }
      }
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
}

/** Both halves and the series of each connection, which has the only one of its two records; their contribution to the counts of their records is recorded. */
export function* halvesOf(
  connections: Iterable<Connection>,
  shards: number,
  counts: RecordCounts,
): Generator<Item> {
  for (const connection of connections) {
    for (const side of ['record1', 'record2'] as const) {
      counts.note(connection, side);
      yield halfItem({ connection, side }, shards);
    }
    yield { ...seriesKey(connection), members: [memberOf(connection)] };
  }
}

/** The counts of records, as the projector would have written them. */
export class RecordCounts {
  readonly #cells = new Map<string, { record: RecordReference; cells: Cells }>();
  readonly #isCounted: (record: RecordReference) => boolean;

  /** @param isCounted selects the records to count; default: all. */
  constructor(isCounted: (record: RecordReference) => boolean = () => true) {
    this.#isCounted = isCounted;
  }

  note(connection: Connection, side: 'record1' | 'record2'): void {
    const { type, id } = connection[side];
    if (!this.#isCounted({ type, id })) return;
    const name = `${type}/${id}`;
    const known = this.#cells.get(name) ?? { record: { type, id }, cells: {} };
    const { createdBy: actor, createdAt: at } = connection;
    const added = addedToRecord({ before: null, after: connection, actor, at }, side);
    this.#cells.set(name, { ...known, cells: sum(known.cells, added) });
  }

  /** The items of the summaries, and of the roles that the records have. */
  *items(shards: number): Generator<Item> {
    for (const { record, cells } of this.#cells.values()) {
      yield* itemOf(summaryWrite(record, { cells: {}, revision: undefined }, cells, 'filled'));
      for (const [role] of rolesStartedOrStopped({}, cells)) {
        yield* itemOf(heldRoleWrite(record, role, true, shards));
      }
    }
  }
}

function itemOf(action: Action): Item[] {
  return 'put' in action ? [action.put] : [];
}
