// Writing word items: brings them to the names that records have now.
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import { wordKeysOf } from '../../domain/name-words.ts';
import type { Item, Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { storedNames } from '../records/read-records.ts';
import { type RecordItem, recordKey } from '../records/record-item.ts';
import { momentOf, stampOf, wordItemsOf, wordKey } from '../records/word-item.ts';
import type { StreamedRecordEvent } from './stream-records.ts';

/** How many items are written at once. */
const writtenAtOnce = 25;

/** A write that applies unless a later version of the record has written the item. */
type WordWrite = { readonly put: Item } | { readonly remove: Key; readonly stamp: string };

/** The names that a record has had, and when it was last created, as far as events say. */
interface Names {
  readonly record: RecordReference;
  readonly names: ReadonlySet<string>;
  readonly recordSince: number;
}

/**
 * Writes the words of the current names of records that were created or renamed, and deletes the other words of the
 * names in the events. Call it with every event; events may come more than once, in any order. Once all have been
 * processed, no word of a current name is missing. An item of a former name may stay if events of one record are
 * processed at the same time; a search leaves it out.
 *
 * 1 BatchGetItem for each 100 records, strongly consistent; 1 write unit for each word.
 * @throws Refusal Busy
 */
export async function writeWords(
  table: Table,
  events: readonly StreamedRecordEvent[],
): Promise<void> {
  const byRecord = Map.groupBy(events, ({ record }) => recordPath(record));
  const all = [...byRecord.values()].map((ofRecord): Names => {
    const [{ record }] = ofRecord as [StreamedRecordEvent];
    const names = ofRecord.flatMap(({ record: event }) =>
      event.event === 'renamed' ? [event.name, event.formerName] : [event.name],
    );
    const recordSince = Math.max(...ofRecord.map((event) => event.recordSince));
    return { record, names: new Set(names), recordSince };
  });
  const current = await storedNames(
    table,
    all.map(({ record }) => record),
  );
  await write(
    table,
    all.flatMap((one) => writesFor(one, current.get(recordKey(one.record).pk), table.shards)),
  );
}

/** The version of a record that no longer exists: later than all that it had. */
const afterLastVersion = 999_999_999;

function writesFor(
  { record, names, recordSince }: Names,
  item: RecordItem | undefined,
  shards: number,
): WordWrite[] {
  const moment = item ? momentOf(item) : { recordSince, version: afterLastVersion };
  const puts = item ? wordItemsOf(item, shards) : [];
  const kept = new Set(puts.map(({ sk }) => sk));
  const former = new Set([...names].flatMap(wordKeysOf));
  const removals = [...former].map((word) => wordKey(word, record, shards));
  return [
    ...puts.map((put) => ({ put })),
    ...removals
      .filter(({ sk }) => !kept.has(sk))
      .map((remove) => ({ remove, stamp: stampOf(moment) })),
  ];
}

/** Writes word items, unless later versions have written them. @throws Refusal Busy */
export async function putWords(table: Table, items: readonly Item[]): Promise<void> {
  await write(
    table,
    items.map((put) => ({ put })),
  );
}

async function write(table: Table, writes: readonly WordWrite[]): Promise<void> {
  for (let from = 0; from < writes.length; from += writtenAtOnce) {
    await Promise.all(writes.slice(from, from + writtenAtOnce).map((one) => writeOne(table, one)));
  }
}

async function writeOne(table: Table, word: WordWrite): Promise<void> {
  const unlessLater = (stamp: unknown) => ({
    TableName: table.name,
    ConditionExpression: 'attribute_not_exists(pk) OR stamp <= :stamp',
    ExpressionAttributeValues: { ':stamp': stamp },
  });
  try {
    if ('put' in word) {
      await table.db.send(new PutCommand({ ...unlessLater(word.put.stamp), Item: word.put }));
    } else {
      await table.db.send(new DeleteCommand({ ...unlessLater(word.stamp), Key: word.remove }));
    }
  } catch (error) {
    if ((error as Error).name !== 'ConditionalCheckFailedException') throw error;
  }
}
