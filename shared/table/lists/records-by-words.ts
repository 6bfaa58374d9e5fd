// Searches records by the words of their names.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { Page } from '../../contracts/paging.ts';
import { longestWordKey, NameSearch } from '../../domain/name-words.ts';
import { foldText } from '../../text/fold-text.ts';
import type { Table } from '../engine/open-table.ts';
import { type WordItem, wordOf } from '../records/word-item.ts';
import { items, wordKind } from '../schema.ts';
import { keyOrder, MergedShards } from './merged-shards.ts';
import { fillRecordPage, type RecordsWanted } from './record-page.ts';

export interface SearchWanted extends RecordsWanted {
  /** Only records of these types. Default: all */
  readonly types?: readonly string[] | undefined;
}

/** The sort key of the word item at which a page ended. */
export type WordPosition = string;

/**
 * One page of the records whose names have a word that begins with each word of the text. The page is sorted by name;
 * the pages follow each other in the order of the found words. Lags behind a write, because the projector writes the word items.
 *
 * Reads the word items that begin with the longest word of the text, 1 Query for each shard and more for words that
 * many names have, checks the other words and the types on them, and reads the records that are left. Ends early, with a
 * position, after 1,000 word items, and has the other bounds of `fillRecordPage`.
 */
export async function recordsByWords(
  table: Table,
  text: string,
  { types, ...wanted }: SearchWanted,
  after?: WordPosition,
): Promise<Page<StoredRecord> & { position?: WordPosition }> {
  const search = new NameSearch(text);
  const page = await fillRecordPage(
    table,
    {
      entries: wordsUnder(table, search.prefix, after),
      recordOf: (item) => wordOf(item).record,
      mayShow(item) {
        const { word, record } = wordOf(item);
        return (!types || types.includes(record.type)) && search.isShownAt(word, item.name);
      },
      isShown: (item, { name }) => search.isShownAt(wordOf(item).word, name),
    },
    wanted,
  );
  const byName = page.items.map((record) => ({ record, key: foldText(record.name) }));
  return {
    items: byName.sort((one, other) => keyOrder(one.key, other.key)).map(({ record }) => record),
    ...(page.position && { position: page.position.sk }),
  };
}

/** Sorts after all other characters. */
const lastCharacter = '\u{10FFFF}';

function wordsUnder(table: Table, prefix: string, after?: WordPosition): MergedShards<WordItem> {
  const from = `${wordKind}#${prefix}`;
  // Longer than any word. A range, because for `begins_with` DynamoDB Local reads the whole partition.
  const to = from + lastCharacter.repeat(longestWordKey + 1 - [...prefix].length);
  return new MergedShards<WordItem>(table.shards, {
    async read(
      shard,
      limit,
      start = after === undefined ? undefined : { pk: items.word.partition(shard), sk: after },
    ) {
      const page = await table.db.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :words AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':words': items.word.partition(shard),
            ':from': from,
            ':to': to,
          },
          Limit: limit,
          ...(start && { ExclusiveStartKey: start }),
        }),
      );
      return { entries: (page.Items ?? []) as WordItem[], next: page.LastEvaluatedKey };
    },
    order: (one, other) => keyOrder(one.sk, other.sk),
    isNewer: (one, other) => one.stamp > other.stamp,
  });
}
