// Records in the table: read, put one or many.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordName } from '../../contracts/identifiers.ts';
import type { BatchRecord, StoredRecord } from '../../contracts/record-schemas.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller } from '../../domain/connection-rules.ts';
import { catalogSince, catalogVersionKey, rememberedCatalog } from '../catalog/stored-catalog.ts';
import { busy } from '../engine/busy.ts';
import { type Action, ConditionsFailed, commit, type Item, isNew } from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { nameKeyOf, shardOf } from '../schema.ts';
import { recordKey } from './record-key.ts';

/** A record in the table. `attributes` is JSON text: DynamoDB's numbers and nesting are narrower. */
export interface RecordItem extends Omit<StoredRecord, 'type' | 'id' | 'attributes'> {
  readonly recordType: string;
  readonly recordId: string;
  readonly attributes: string;
  /** There while a new name is on its way to the other sides of the record's connections. */
  readonly renaming?: true;
}

/** What became of one record of a batch. */
export type PutRecord =
  | { readonly status: 'created' | 'replaced' | 'duplicate'; readonly record: StoredRecord }
  | { readonly status: 'invalid'; readonly refusal: Refusal };

/** A record as it is now, and whether its name has still to reach its connections. */
interface KnownRecord {
  readonly record: StoredRecord;
  readonly renaming: boolean;
}

/** A record (strongly consistent). 1 GetItem. @throws Refusal NotFound */
export async function getRecord(table: Table, reference: RecordReference): Promise<StoredRecord> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: recordKey(reference), ConsistentRead: true }),
  );
  if (!Item) throw noSuchRecord(reference);
  return recordOf(Item as RecordItem);
}

/** Strongly consistent. 1 GetItem. @throws Refusal NotFound */
export async function assertRecordExists(table: Table, reference: RecordReference): Promise<void> {
  const { Item } = await table.db.send(
    new GetCommand({
      TableName: table.name,
      Key: recordKey(reference),
      ConsistentRead: true,
      ProjectionExpression: 'pk',
    }),
  );
  if (!Item) throw noSuchRecord(reference);
}

export function noSuchRecord({ type, id }: RecordReference): Refusal {
  return new Refusal('NotFound', `there is no record ${type}/${id}`);
}

/**
 * Puts up to 100 records in one transaction: all that can be written are, or none. A record that
 * is exactly so already is not written.
 * 1–2 BatchGetItem and 1 TransactWriteItems.
 * @returns the results in the order asked
 * @throws Refusal PreconditionFailed (with `ifMatch`), Busy
 */
export async function putRecords(
  table: Table,
  inputs: readonly BatchRecord[],
  caller: Caller,
  ifMatch?: IfMatch,
): Promise<PutRecord[]> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const { known, hasType } = await readForPut(table, inputs);
    const before = new Map(known);
    const results = inputs.map((input): PutRecord => {
      if (!hasType(input.type)) {
        const message = `there is no record type ${input.type}`;
        return { status: 'invalid', refusal: Refusal.at('type', 'ValidationFailed', message) };
      }
      const current = known.get(recordName(input));
      assertVersion(ifMatch, current?.record.version);
      const isSame =
        current?.record.name === input.name &&
        JSON.stringify(current.record.attributes) === JSON.stringify(input.attributes);
      if (current && isSame) return { status: 'duplicate', record: current.record };
      const record = replaced(current?.record, input, caller);
      const renaming =
        current !== undefined && (current.renaming || current.record.name !== record.name);
      known.set(recordName(input), { record, renaming });
      return { status: current ? 'replaced' : 'created', record };
    });
    const actions = [...known].flatMap(([name, after]) => {
      const current = before.get(name);
      return current === after ? [] : [recordWrite(current?.record, after, table.shards)];
    });
    assertFits(actions);
    try {
      if (actions.length > 0) await commit(table, actions);
      return results;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

/** DynamoDB takes 4 MB a transaction; numbers may be longer written out than they were sent. */
function assertFits(actions: readonly Action[]): void {
  const size = Buffer.byteLength(JSON.stringify(actions));
  if (size <= 3_500_000) return;
  throw new Refusal(
    'PayloadTooLarge',
    `the records come to ${size} bytes as they are kept; send them in smaller batches`,
  );
}

/** The records as they are, and which types there are, in one read while the catalog holds. */
async function readForPut(table: Table, inputs: readonly BatchRecord[]) {
  const keys = new Map(inputs.map((input) => [recordName(input), recordKey(input)]));
  const known = new Map<string, KnownRecord>();
  let version = 0;
  const keysToRead = [catalogVersionKey, ...keys.values()];
  for (const item of await itemsAt(table, keysToRead, { consistent: true })) {
    if (item.sk === catalogVersionKey.sk) version = item.version as number;
    else {
      const record = recordOf(item as unknown as RecordItem);
      known.set(recordName(record), { record, renaming: item.renaming === true });
    }
  }
  await rememberedCatalog(table);
  const catalog = await catalogSince(table, version);
  return { known, hasType: (type: string) => catalog.recordTypes.has(type) };
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
  return { put: item, when: before ? isAsRead(before) : isNew };
}

/** A record as it stands in the table, under its name as all its connections have it. */
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

/** The condition that a record is the one that was read: its id may have been given anew since. */
export const isAsRead = ({ version, createdAt }: Pick<StoredRecord, 'version' | 'createdAt'>) => ({
  expression: '#version = :version AND createdAt = :createdAt',
  names: { version: 'version' },
  values: { version, createdAt },
});

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
