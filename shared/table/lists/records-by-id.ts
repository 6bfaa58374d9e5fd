// Lists the records of a type with given ids.
import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import { satisfies } from '../../domain/filter/evaluate.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { mergedAmong } from '../records/merged-records.ts';
import { isMerged, type RecordItem, recordKey, recordOf } from '../records/record-item.ts';
import { largestPage, type RecordsWanted, sizeInAnswer } from './record-page.ts';

export interface RecordsById {
  readonly items: readonly StoredRecord[];
  /** The ids for which there is no record, also because it was merged. */
  readonly missing: readonly string[];
  /** Into which records those were merged. */
  readonly merged: readonly { readonly id: string; readonly into: RecordReference }[];
  /** How many of the ids this page and those before it have answered, if there are more. */
  readonly position?: number;
}

/**
 * The records with `limit` of these ids, in their order, each once, strongly consistent: 1 BatchGetItem, and 1 GetItem
 * for each merge. A page that would be too large for an answer ends early.
 */
export async function recordsById(
  table: Table,
  type: string,
  ids: readonly string[],
  { limit, filter }: RecordsWanted,
  after = 0,
): Promise<RecordsById> {
  const all = [...new Set(ids)];
  const asked = all.slice(after, after + limit);
  const keys = asked.map((id) => recordKey({ type, id }));
  const found = await itemsAt(table, keys, { consistent: true });
  const byKey = new Map(found.map((item) => [item.pk as string, item]));
  const items: StoredRecord[] = [];
  const missing: string[] = [];
  let answered = 0;
  let done = 0;
  for (const id of asked) {
    const item = byKey.get(recordKey({ type, id }).pk);
    if (!item || isMerged(item)) missing.push(id);
    else {
      const record = recordOf(item as unknown as RecordItem);
      if (!filter || satisfies(filter, record)) {
        answered += sizeInAnswer(item as unknown as RecordItem);
        if (items.length > 0 && answered > largestPage) break;
        items.push(record);
      }
    }
    done += 1;
  }
  const into = await mergedAmong(table, found);
  const merged = missing.flatMap((id) => {
    const survivor = into.get(recordPath({ type, id }));
    return survivor ? [{ id, into: { type: survivor.type, id: survivor.id } }] : [];
  });
  const position = after + done;
  return { items, missing, merged, ...(position < all.length && { position }) };
}
