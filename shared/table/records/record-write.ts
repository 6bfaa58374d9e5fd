// What a write of a record decides on, and the record and the action that follow from it.
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { Cause } from '../../contracts/cause-header.ts';
import type { BatchRecord } from '../../contracts/record-schemas.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { nameKeyOf } from '../../domain/name-folding.ts';
import { isSameJson } from '../../text/same-json.ts';
import type { Action } from '../engine/commit.ts';
import { isStillRecord } from '../engine/conditions.ts';
import { type RecordItem, recordItem, recordOf } from './record-item.ts';

/** A record and, if its name has not reached all of its connections yet, the mark of that. */
export interface KnownRecord {
  readonly record: StoredRecord;
  readonly renaming: RecordItem['renaming'];
  /** An earlier version wrote another key of its name; an identical PUT writes it again. */
  readonly hasOldNameKey?: boolean;
  /** The event that causes the write, if one does. */
  readonly cause?: Cause | undefined;
}

/** What the item of a record says, for a write of it. */
export function knownRecord(item: RecordItem): KnownRecord {
  const { renaming, nameKey } = item;
  const record = recordOf(item);
  const hasOldNameKey = renaming === undefined && nameKey !== nameKeyOf(record.name);
  return { record, renaming, hasOldNameKey };
}

/** Whether a record has these values already. */
export const isSameRecord = (
  stored: StoredRecord,
  { name, attributes }: Pick<BatchRecord, 'name' | 'attributes'>,
): boolean => stored.name === name && isSameJson(stored.attributes, attributes);

/** A record with new values, and the mark of its new name if it has one. */
export function replaced(
  current: KnownRecord | undefined,
  { type, id, name, attributes }: BatchRecord,
  { actor, now, cause }: Author,
): KnownRecord {
  const before = current?.record;
  const record = {
    type,
    id,
    name,
    attributes,
    createdAt: before?.createdAt ?? now,
    createdBy: before?.createdBy ?? actor,
    modifiedAt: now,
    modifiedBy: actor,
    version: (before?.version ?? 0) + 1,
  };
  const isRenamed = before !== undefined && before.name !== name;
  return { record, renaming: isRenamed ? record.version : current?.renaming, cause };
}

/** The write of a record, on the condition that it is still the one that was read. */
export function recordWrite(
  before: StoredRecord | undefined,
  { record, renaming, cause }: KnownRecord,
  shards: number,
): Action {
  const marks = { ...(renaming && { renaming }), ...(cause && { cause }) };
  return { put: { ...recordItem(record, shards), ...marks }, when: isStillRecord(before) };
}
