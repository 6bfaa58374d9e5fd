// What new connections copy from their records: that they exist, their names, and when they were created.
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import type { Fault } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import {
  type Connection,
  missingRecord,
  type PlannedConnection,
} from '../../domain/connection-rules.ts';
import { mergedRecordFault } from '../../domain/merge-rules.ts';
import { sideNames } from '../../domain/perspective.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { mergeAttributes } from './merged-records.ts';
import { isMerged, type RecordItem, recordKey } from './record-item.ts';

/** What a connection copies from each of its records. */
export interface RecordSnapshot {
  readonly name: string;
  /** When the record was created, in ms since 1970. */
  readonly recordSince: number;
}

/** The snapshots of existing records that are not merged, by type and id as one text (`recordPath`). */
export type RecordSnapshots = ReadonlyMap<string, RecordSnapshot>;

/** The attributes of a record's item that a snapshot is made from. */
export const snapshotAttributes = [...mergeAttributes, 'name', 'createdAt'] as const;

/** The snapshots of records, from their items. */
export const snapshotsOf = (found: readonly RecordItem[]): RecordSnapshots =>
  new Map(
    found
      .filter((item) => !isMerged(item))
      .map((item) => [recordPath({ type: item.recordType, id: item.recordId }), snapshotOf(item)]),
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

/**
 * The faults of the records of a new connection that do not exist or were merged.
 * @param merged into which records, by `recordPath`
 */
export const missingRecords = (
  request: Partial<NewConnection>,
  snapshots: RecordSnapshots,
  merged: ReadonlyMap<string, RecordReference>,
): Fault[] =>
  sideNames.flatMap((side) => {
    const record = request[side];
    if (!record || snapshots.has(recordPath(record))) return [];
    const into = merged.get(recordPath(record));
    return [into ? mergedRecordFault(side, record, into) : missingRecord(side, record)];
  });

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
