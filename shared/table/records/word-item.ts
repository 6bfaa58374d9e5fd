// The items by which records are found by the words of their names: one for each word.
import type { RecordReference } from '../../contracts/identifiers.ts';
import { wordKeysOf } from '../../domain/name-words.ts';
import type { Item, Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';
import { isMerged, type RecordItem } from './record-item.ts';

/** A word of a record's name. */
export interface WordItem extends Key {
  /** The whole name, so that the other words of a search are checked without reading the record. */
  readonly name: string;
  /** Which version of the record it was written for. */
  readonly stamp: string;
}

/** When a record was created, in ms since 1970, and its version. */
export interface RecordMoment {
  readonly recordSince: number;
  readonly version: number;
}

/** A moment as text whose order is that of time: a record that was deleted and created again begins at version 1. */
export const stampOf = ({ recordSince, version }: RecordMoment): string =>
  `${String(recordSince).padStart(16, '0')}#${String(version).padStart(9, '0')}`;

/** The key of a word of a record. The word is cut. */
export const wordKey = (word: string, { type, id }: RecordReference, shards: number): Key => ({
  pk: items.word.partition(shardOf(type, id, shards)),
  sk: items.word.sort(word, type, id),
});

/** The items for the words of a record's name. */
export function wordItems(
  record: RecordReference & { readonly name: string },
  moment: RecordMoment,
  shards: number,
): (WordItem & Item)[] {
  const { name } = record;
  const stamp = stampOf(moment);
  return wordKeysOf(name).map((word) => ({ ...wordKey(word, record, shards), name, stamp }));
}

/** The word and the record of an item; the word may contain the separator. */
export function wordOf({ sk }: Key): { readonly word: string; readonly record: RecordReference } {
  const parts = sk.split('#');
  const [type = '', id = ''] = parts.slice(-2);
  return { word: parts.slice(1, -2).join('#'), record: { type, id } };
}

/** The moment of a stored record. */
export const momentOf = ({ createdAt, version }: RecordItem): RecordMoment => ({
  recordSince: Date.parse(createdAt),
  version,
});

/** The word items that a stored record should have. */
export const wordItemsOf = (item: RecordItem, shards: number): (WordItem & Item)[] =>
  isMerged(item)
    ? []
    : wordItems(
        { type: item.recordType, id: item.recordId, name: item.name },
        momentOf(item),
        shards,
      );
