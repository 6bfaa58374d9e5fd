// A record as an item of the table, its key, a merged record, and the note of a deletion.

import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { Cause } from '../../contracts/cause-header.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { nameKeyOf } from '../../domain/name-folding.ts';
import type { Item, Key } from '../engine/commit.ts';
import { items, shardOf } from '../schema.ts';

/** A record as stored. `attributes` is JSON text: DynamoDB's numbers and nesting are narrower. */
export interface RecordItem extends Omit<StoredRecord, 'type' | 'id' | 'attributes'> {
  readonly recordType: string;
  readonly recordId: string;
  readonly attributes: string;
  /** The key of its name in the index by name. */
  readonly nameKey: string;
  /** Until a new name has reached all connections: the version of the last rename, or true (0.1.0). */
  readonly renaming?: number | true;
  /** The event that caused the last change; only the stream reads it. */
  readonly cause?: Cause;
}

/** What is stored of a record that was merged. It has no name, so that the index by name leaves it out. */
export type MergedItem = Omit<RecordItem, 'name' | 'attributes' | 'nameKey' | 'renaming'> & {
  readonly mergedInto: Survivor;
};

/** A record that another one was merged into. */
export interface Survivor extends RecordReference {
  /** When it was created, in ms since 1970: if it is deleted, its id may be used again. */
  readonly recordSince: number;
}

/** Whether the item of a record says that it was merged. */
export const isMerged = (item: object): item is MergedItem => 'mergedInto' in item;

export const recordKey = ({ type, id }: RecordReference): Key => ({
  pk: items.record.partition(type, id),
  sk: items.record.sort(),
});

/** What the note of a deletion says that the deletion of connections needs. */
export interface DeletionNote extends Pick<RecordItem, 'version' | 'cause'> {
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The key of the note that says who deleted a record that was created at `recordSince` (ms since 1970). */
export const deletionNoteKey = ({ type, id }: RecordReference, recordSince: number): Key => ({
  pk: items.deletedRecord.partition(type, id),
  sk: items.deletedRecord.sort(recordSince),
});

/** A record as an item. */
export function recordItem(record: StoredRecord, shards: number): RecordItem & Item {
  const { type, id, attributes, ...fields } = record;
  return {
    ...recordKey(record),
    recordType: type,
    recordId: id,
    ...fields,
    attributes: JSON.stringify(attributes),
    nameKey: nameKeyOf(record.name),
    shard: shardOf(type, id, shards),
  };
}

/** The item of a record that is merged: by whom and when is in `modifiedBy` and `modifiedAt`. */
export function mergedItem(
  { recordType, recordId, createdAt, createdBy, version }: RecordItem,
  mergedInto: Survivor,
  { actor, now, cause }: Author,
): MergedItem & Item {
  return {
    ...recordKey({ type: recordType, id: recordId }),
    ...{ recordType, recordId, createdAt, createdBy, modifiedAt: now, modifiedBy: actor },
    version: version + 1,
    mergedInto,
    ...(cause && { cause }),
  };
}

/** The key of the mark that a record was merged, with which the list of its connections begins. */
export const mergedMarkKey = ({ type, id }: RecordReference): Key => ({
  pk: items.mergedMark.partition(type, id),
  sk: items.mergedMark.sort('connections'),
});

/** The items by which the lists of a merged record's connections and history find out that it was merged. */
export const mergedMarks = ({ recordType, recordId, mergedInto }: MergedItem): Item[] =>
  (['connections', 'history'] as const).map((firstOf) => ({
    pk: items.mergedMark.partition(recordType, recordId),
    sk: items.mergedMark.sort(firstOf),
    ...{ recordType, recordId, mergedInto },
  }));

/** The record of an item. */
export function recordOf(item: RecordItem): StoredRecord {
  return {
    type: item.recordType,
    id: item.recordId,
    name: item.name,
    attributes: JSON.parse(item.attributes),
    createdAt: item.createdAt,
    createdBy: item.createdBy,
    modifiedAt: item.modifiedAt,
    modifiedBy: item.modifiedBy,
    version: item.version,
  };
}

export function noSuchRecord({ type, id }: RecordReference): Refusal {
  return new Refusal('NotFound', `there is no record ${type}/${id}`);
}
