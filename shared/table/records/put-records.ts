// Creating and replacing records, one or many in one transaction.

import type { StoredRecord } from '../../contracts/answers/record-answers.ts';
import type { PutMode } from '../../contracts/batch-schemas.ts';
import type { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { BatchRecord } from '../../contracts/record-schemas.ts';
import { changedReturned } from '../../contracts/returned-fields.ts';
import { Sent } from '../../contracts/sent-input.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller } from '../../domain/connection-rules.ts';
import { recordMerged } from '../../domain/merge-rules.ts';
import { recordExists } from '../../domain/record-differences.ts';
import { recordTypeFaults } from '../../domain/record-type-rules.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince, catalogVersionKey } from '../catalog/read-catalog.ts';
import { isBusy } from '../engine/busy.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { mergedAmong } from './merged-records.ts';
import { isMerged, type RecordItem, recordKey } from './record-item.ts';
import {
  isSameRecord,
  type KnownRecord,
  knownRecord,
  recordWrite,
  replaced,
} from './record-write.ts';

/** The result for one record of a batch. */
export type PutRecord =
  | { readonly status: 'created' | 'updated' | 'identical'; readonly record: StoredRecord }
  | { readonly refusal: Refusal };

export interface PutOptions {
  readonly ifMatch?: IfMatch;
  /** What happens to records that exist with other values. Default: `upsert`, which replaces them. */
  readonly mode?: PutMode;
}

/**
 * Puts up to 100 records; an invalid one does not affect the others. A record that is stored with the
 * same name and attributes, in whatever order, is not written again, unless the key of its name is old. With
 * the mode `create` none is replaced: of two with one id, the first wins.
 * 1–2 BatchGetItem and 1 TransactWriteItems, for each 3.5 MB of records as stored.
 * @returns the results in the order of the inputs
 * @throws Refusal PreconditionFailed (with `ifMatch`), Busy when nothing was written at all
 */
export async function putRecords(
  table: Table,
  inputs: readonly (BatchRecord | Sent<BatchRecord>)[],
  caller: Caller,
  { ifMatch, mode = 'upsert' }: PutOptions = {},
): Promise<PutRecord[]> {
  const results: PutRecord[] = [];
  for (const group of groupsOf(inputs.map(Sent.of))) {
    try {
      results.push(...(await putGroup(table, group, caller, { ifMatch, mode })));
    } catch (error) {
      // If some are written already, each of the others gets this refusal as its own result.
      if (!isBusy(error) || results.length === 0) throw error;
      results.push(...group.map(() => ({ refusal: error })));
    }
  }
  return results;
}

/** Bytes of JSON of one transaction: DynamoDB takes 4 MB. */
const largestGroup = 3_500_000;
/** Bytes of JSON that a record takes at most in addition to its attributes. */
const otherBytes = 10_000;

/** Groups of records that fit one transaction, as they are stored: with attributes as JSON text. */
function groupsOf(inputs: readonly Sent<BatchRecord>[]): Sent<BatchRecord>[][] {
  const groups: Sent<BatchRecord>[][] = [];
  let size = largestGroup;
  for (const input of inputs) {
    const text = JSON.stringify(JSON.stringify(input.value.attributes ?? {}));
    const bytes = Buffer.byteLength(text) + otherBytes;
    size += bytes;
    if (size > largestGroup) {
      groups.push([]);
      size = bytes;
    }
    groups.at(-1)?.push(input);
  }
  return groups;
}

/** Puts records in one transaction: all valid ones are written, or none. */
async function putGroup(
  table: Table,
  inputs: readonly Sent<BatchRecord>[],
  caller: Caller,
  { ifMatch, mode }: PutOptions,
): Promise<PutRecord[]> {
  return decide(table, async () => {
    const { known: before, merged, catalog } = await readForPut(table, inputs);
    const known = new Map(before);
    const results = inputs.map((sent): PutRecord => {
      const path = pathOf(sent);
      const current = path === undefined ? undefined : known.get(path);
      const { type } = sent.value;
      const into = path === undefined ? undefined : merged.get(path);
      if (into) return { refusal: recordMerged(sent.value as RecordReference, into) };
      const faults = type === undefined ? [] : recordTypeFaults(catalog, type, table.clock());
      if (sent.isWhole && faults.length === 0) assertVersion(ifMatch, current?.record.version);
      faults.push(...changedReturned(sent.returned, current?.record));
      const refusal = sent.refusal(faults);
      if (refusal) return { refusal };
      const input = sent.whole();
      if (current && isSameRecord(current.record, input)) {
        if (current.hasOldNameKey)
          known.set(recordPath(input), { ...current, hasOldNameKey: false });
        return { status: 'identical', record: current.record };
      }
      if (current && mode === 'create') return { refusal: recordExists(input, current.record) };
      const after = replaced(current, input, caller);
      known.set(recordPath(input), after);
      return { status: current ? 'updated' : 'created', record: after.record };
    });
    const actions = [...known].flatMap(([name, after]) => {
      const current = before.get(name);
      return current === after ? [] : [recordWrite(current?.record, after, table.shards)];
    });
    return { actions, result: results };
  });
}

/** The record that an input is about; undefined if its type or id is invalid. */
function pathOf({ value: { type, id } }: Sent<BatchRecord>): string | undefined {
  return type === undefined || id === undefined ? undefined : recordPath({ type, id });
}

/**
 * The stored records and a catalog that is at least as new: one strongly consistent read while the
 * catalog in memory is current. So no record is written after its type was marked as being deleted,
 * except by a request that read before.
 */
async function readForPut(table: Table, inputs: readonly Sent<BatchRecord>[]) {
  const keys = new Map(
    inputs.flatMap(({ value: { type, id } }) =>
      type === undefined || id === undefined
        ? []
        : [[recordPath({ type, id }), recordKey({ type, id })]],
    ),
  );
  const known = new Map<string, KnownRecord>();
  let version = 0;
  const keysToRead = [catalogVersionKey, ...keys.values()];
  const found = await itemsAt(table, keysToRead, { consistent: true });
  const merged = await mergedAmong(table, found);
  for (const item of found) {
    if (item.sk === catalogVersionKey.sk) version = item.version as number;
    else if (!isMerged(item)) {
      const one = knownRecord(item as unknown as RecordItem);
      known.set(recordPath(one.record), one);
    }
  }
  await catalogFor(table, 'putRecord');
  const catalog = await catalogSince(table, version);
  return { known, merged, catalog };
}
