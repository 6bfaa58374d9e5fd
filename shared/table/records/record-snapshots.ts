// What new connections copy from their records: that they exist, their names, and when they were created.
import type { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import {
  type Connection,
  missingRecord,
  type PlannedConnection,
} from '../../domain/connection-rules.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { type RecordItem, recordKey } from './record-item.ts';

/** What a connection copies from each of its records. */
export interface RecordSnapshot {
  readonly name: string;
  /** When the record was created, in ms since 1970. */
  readonly recordSince: number;
}

/** The snapshots of existing records, by type and id as one text (`recordPath`). */
export type RecordSnapshots = ReadonlyMap<string, RecordSnapshot>;

/** The attributes of a record's item that a snapshot is made from. */
export const snapshotAttributes = ['recordType', 'recordId', 'name', 'createdAt'] as const;

/** The snapshots of records, from their items. */
export const snapshotsOf = (found: readonly RecordItem[]): RecordSnapshots =>
  new Map(
    found.map((item) => [
      recordPath({ type: item.recordType, id: item.recordId }),
      snapshotOf(item),
    ]),
  );

/** The snapshot of a record, from its item. */
export const snapshotOf = ({ name, createdAt }: Pick<RecordItem, 'name' | 'createdAt'>) => ({
  name,
  recordSince: Date.parse(createdAt),
});

/** The snapshots of these records, strongly consistent: 1 BatchGetItem for each 100. */
export async function readSnapshots(
  table: Table,
  records: readonly RecordReference[],
): Promise<RecordSnapshots> {
  const keys = new Map(records.map((record) => [recordPath(record), recordKey(record)]));
  const read = { consistent: true, attributes: snapshotAttributes };
  const found = await itemsAt(table, [...keys.values()], read);
  return snapshotsOf(found as unknown as RecordItem[]);
}

/** The refusal for the first record of the two that does not exist. */
export function missingOf(
  { record1, record2 }: Pick<PlannedConnection, 'record1' | 'record2'>,
  snapshots: RecordSnapshots,
): Refusal | undefined {
  if (!snapshots.has(recordPath(record1))) {
    return missingRecord('record1', record1.type, record1.id);
  }
  if (!snapshots.has(recordPath(record2))) {
    return missingRecord('record2', record2.type, record2.id);
  }
  return undefined;
}

/** The connection with the snapshots of its two records. */
export function withSnapshots(
  planned: PlannedConnection & { readonly id: string },
  snapshots: RecordSnapshots,
): Connection {
  const { record1, record2 } = planned;
  return {
    ...planned,
    record1: { ...record1, ...(snapshots.get(recordPath(record1)) as RecordSnapshot) },
    record2: { ...record2, ...(snapshots.get(recordPath(record2)) as RecordSnapshot) },
  };
}
