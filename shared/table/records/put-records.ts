// Creating and replacing records, one or many in one transaction.
import { Refusal } from '../../contracts/error-codes.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { BatchRecord, StoredRecord } from '../../contracts/record-schemas.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller } from '../../domain/connection-rules.ts';
import { recordTypeRefusal } from '../../domain/record-type-rules.ts';
import { catalogFor } from '../catalog/freshness.ts';
import { catalogSince, catalogVersionKey } from '../catalog/read-catalog.ts';
import type { Action } from '../engine/commit.ts';
import { isStillRecord } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type RecordItem, recordItem, recordKey, recordOf } from './record-item.ts';

/** The result for one record of a batch. */
export type PutRecord =
  | { readonly status: 'created' | 'replaced' | 'duplicate'; readonly record: StoredRecord }
  | { readonly status: 'invalid'; readonly refusal: Refusal };

/** A record and, if its name has not reached all of its connections yet, the mark of that. */
interface KnownRecord {
  readonly record: StoredRecord;
  readonly renaming: RecordItem['renaming'];
}

/**
 * Puts up to 100 records in one transaction: all valid ones are written, or none. A record that is
 * stored with the same name and attributes is not written again.
 * 1–2 BatchGetItem and 1 TransactWriteItems.
 * @returns the results in the order of the inputs
 * @throws Refusal PreconditionFailed (with `ifMatch`), PayloadTooLarge, Busy
 */
export async function putRecords(
  table: Table,
  inputs: readonly BatchRecord[],
  caller: Caller,
  ifMatch?: IfMatch,
): Promise<PutRecord[]> {
  return decide(table, async () => {
    const { known: before, catalog } = await readForPut(table, inputs);
    const known = new Map(before);
    const results = inputs.map((input): PutRecord => {
      const refusal = recordTypeRefusal(catalog, input.type, table.clock());
      if (refusal) return { status: 'invalid', refusal };
      const current = known.get(recordPath(input));
      assertVersion(ifMatch, current?.record.version);
      const isSame =
        current?.record.name === input.name &&
        JSON.stringify(current.record.attributes) === JSON.stringify(input.attributes);
      if (current && isSame) return { status: 'duplicate', record: current.record };
      const record = replaced(current?.record, input, caller);
      const isRenamed = current !== undefined && current.record.name !== record.name;
      const renaming = isRenamed ? record.version : current?.renaming;
      known.set(recordPath(input), { record, renaming });
      return { status: current ? 'replaced' : 'created', record };
    });
    const actions = [...known].flatMap(([name, after]) => {
      const current = before.get(name);
      return current === after ? [] : [recordWrite(current?.record, after, table.shards)];
    });
    assertFits(actions);
    return { actions, result: results };
  });
}

/** DynamoDB takes 4 MB a transaction; stored numbers may be longer than those that were sent. */
function assertFits(actions: readonly Action[]): void {
  const size = Buffer.byteLength(JSON.stringify(actions));
  if (size <= 3_500_000) return;
  throw new Refusal(
    'PayloadTooLarge',
    `the records take ${size} bytes as stored, at most 3500000 fit one request; send smaller batches`,
  );
}

/**
 * The stored records and a catalog that is at least as new: one strongly consistent read while the
 * catalog in memory is current. So no record is written after its type was marked as being deleted,
 * except by a request that read before.
 */
async function readForPut(table: Table, inputs: readonly BatchRecord[]) {
  const keys = new Map(inputs.map((input) => [recordPath(input), recordKey(input)]));
  const known = new Map<string, KnownRecord>();
  let version = 0;
  const keysToRead = [catalogVersionKey, ...keys.values()];
  for (const item of await itemsAt(table, keysToRead, { consistent: true })) {
    if (item.sk === catalogVersionKey.sk) version = item.version as number;
    else {
      const record = recordOf(item as unknown as RecordItem);
      const { renaming } = item as unknown as RecordItem;
      known.set(recordPath(record), { record, renaming });
    }
  }
  await catalogFor(table, 'putRecord');
  const catalog = await catalogSince(table, version);
  return { known, catalog };
}

function replaced(
  current: StoredRecord | undefined,
  { type, id, name, attributes }: BatchRecord,
  { actor, now }: Caller,
): StoredRecord {
  return {
    type,
    id,
    name,
    attributes,
    createdAt: current?.createdAt ?? now,
    createdBy: current?.createdBy ?? actor,
    modifiedAt: now,
    modifiedBy: actor,
    version: (current?.version ?? 0) + 1,
  };
}

function recordWrite(
  before: StoredRecord | undefined,
  { record, renaming }: KnownRecord,
  shards: number,
): Action {
  const item = { ...recordItem(record, shards), ...(renaming && { renaming }) };
  return { put: item, when: isStillRecord(before) };
}
