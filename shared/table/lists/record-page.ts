// Fills a page of records from the entries of an index or of word items, at a bounded cost.

import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import { satisfies } from '../../domain/filter/evaluate.ts';
import type { Expression } from '../../domain/filter/expression.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { isMerged, type RecordItem, recordKey, recordOf } from '../records/record-item.ts';
import { mostFiltered } from './fill-page.ts';
import type { MergedShards } from './merged-shards.ts';

/** Entries that lead to records, in the order of a list. */
export interface RecordEntries<Entry> {
  readonly entries: Pick<MergedShards<Entry>, 'next' | 'hasMore'>;
  readonly recordOf: (entry: Entry) => RecordReference;
  /** Whether the record may be shown, by what the entry says. Default: yes */
  readonly mayShow?: (entry: Entry) => boolean;
  /** Whether the record is shown at this entry, by what is stored of it: it may have another name by now. */
  readonly isShown: (entry: Entry, item: RecordItem) => boolean;
}

export interface RecordsWanted {
  readonly limit: number;
  /** A condition on the record itself. */
  readonly filter?: Expression | undefined;
}

/** Maximum number of entries that a page examines. */
const mostExamined = 1000;
/** Maximum number of records that are read at once: with a filter, many are read for the few that satisfy it. */
const readAtOnce = { all: 50, filtered: 100 } as const;

/**
 * Maximum size of the attributes of one page in bytes, escaped as in the answer of the function
 * (JSON within JSON): Lambda returns at most 6 MB.
 */
export const largestPage = 5_000_000;

/** The size of a record's attributes in the answer of the function. */
export const sizeInAnswer = ({ attributes }: RecordItem): number =>
  Buffer.byteLength(JSON.stringify(attributes));

/**
 * One page of records, in the order of the entries. Reads the records at the entries, 1 BatchGetItem for each 50: only
 * those that are shown, and at most 50 more if the page becomes too large for an answer. A record that no longer exists or has
 * another name by now is left out. With a filter reads up to 100 at once; the page then ends early, possibly empty,
 * after 500 records or 10 MB of attributes, and in any case after 1,000 entries.
 * @returns the records, and the entry after which to continue if there are more
 */
export async function fillRecordPage<Entry>(
  table: Table,
  { entries, recordOf: referenceOf, mayShow = () => true, isShown }: RecordEntries<Entry>,
  { limit, filter }: RecordsWanted,
): Promise<Page<StoredRecord> & { position?: Entry }> {
  const found: StoredRecord[] = [];
  let last: Entry | undefined;
  let examined = 0;
  let answered = 0;
  const tried = { records: 0, text: 0 };
  const page = async () => ({
    items: found,
    ...(last !== undefined && (await entries.hasMore()) && { position: last }),
  });
  for (;;) {
    const room = mostExamined - examined;
    const untried = tried.text < mostFiltered.text ? mostFiltered.records - tried.records : 0;
    if (found.length === limit || room === 0 || (filter && untried <= 0)) return page();
    const wanted = limit - found.length;
    const size = filter
      ? Math.min(tried.records === 0 ? wanted : readAtOnce.filtered, untried)
      : Math.min(wanted, readAtOnce.all);
    const taken: Entry[] = [];
    let latest: Entry | undefined;
    for (let free = room; taken.length < size && free > 0; free -= 1) {
      const entry = await entries.next(size + 1 - taken.length);
      if (entry === undefined) break;
      examined += 1;
      latest = entry;
      if (mayShow(entry)) taken.push(entry);
    }
    if (latest === undefined) return { items: found };
    const items = await recordsAt(table, taken.map(referenceOf));
    for (const entry of taken) {
      const item = items.get(recordKey(referenceOf(entry)).pk);
      tried.records += 1;
      tried.text += Buffer.byteLength(item?.attributes ?? '');
      if (item && isShown(entry, item)) {
        const record = recordOf(item);
        if (!filter || satisfies(filter, record)) {
          answered += sizeInAnswer(item);
          const isFull = found.length === limit || (found.length > 0 && answered > largestPage);
          if (isFull) return { items: found, position: last as Entry };
          found.push(record);
        }
      }
      last = entry;
    }
    last = latest;
  }
}

/** The records at these places that exist and are not merged, by partition key. Can lag behind a write. */
async function recordsAt(
  table: Table,
  references: readonly RecordReference[],
): Promise<ReadonlyMap<string, RecordItem>> {
  const keys = new Map(references.map(recordKey).map((key) => [key.pk, key]));
  const items = await itemsAt(table, [...keys.values()], { consistent: false });
  return new Map(
    items
      .filter((item) => !isMerged(item))
      .map((item) => [item.pk as string, item as unknown as RecordItem]),
  );
}
