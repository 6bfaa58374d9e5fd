// Finding records of which a word is missing, so that a search does not find them.

import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Page } from '../../contracts/paging.ts';
import { placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type NameEntry, type NamePosition, namesOfType } from '../lists/records-by-name.ts';
import { storedNames } from '../records/read-records.ts';
import { type WordItem, wordItemsOf } from '../records/word-item.ts';

/**
 * Of `limit` records of a type, in the order of their names, those of which a word is missing or has a former name.
 * Reads the index by name, the records and their words, strongly consistent: 1 Query for each shard, 1 BatchGetItem for each
 * 100 records or words.
 */
export async function wordProblems(
  table: Table,
  type: string,
  limit: number,
  after?: NamePosition,
): Promise<Page<RecordReference> & { position?: NamePosition }> {
  const names = namesOfType(table, type, '', after);
  const entries: NameEntry[] = [];
  while (entries.length < limit) {
    const entry = await names.next(limit + 1 - entries.length);
    if (!entry) break;
    entries.push(entry);
  }
  const last = entries.at(-1);
  const hasMore = last !== undefined && (await names.hasMore());
  const missing = await missingWords(
    table,
    entries.map(({ recordId }) => ({ type, id: recordId })),
  );
  return {
    items: missing.map(({ record }) => record),
    ...(hasMore && { position: [last.nameKey, last.recordId] }),
  };
}

/** The existing ones among the records of which words are missing, with these words. */
export async function missingWords(table: Table, records: readonly RecordReference[]) {
  const wanted = [...(await storedNames(table, records)).values()].map((item) => ({
    record: { type: item.recordType, id: item.recordId },
    words: wordItemsOf(item, table.shards),
  }));
  const keys = wanted.flatMap(({ words }) => words);
  const attributes = ['pk', 'sk', 'name'];
  const found = (await itemsAt(table, keys, { consistent: true, attributes })) as unknown[];
  const names = new Map((found as WordItem[]).map((item) => [placeOf(item), item.name]));
  return wanted
    .map(({ record, words }) => ({
      record,
      words: words.filter((word) => names.get(placeOf(word)) !== word.name),
    }))
    .filter(({ words }) => words.length > 0);
}
