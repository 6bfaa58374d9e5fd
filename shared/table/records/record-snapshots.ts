// The records of new connections: whether they exist, their names, and when they were created.
import type { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import {
  type Connection,
  missingRecord,
  type PlannedConnection,
} from '../../domain/connection-rules.ts';
import { catalogVersionKey } from '../catalog/read-catalog.ts';
import type { Action, Key } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { recordKey } from './record-item.ts';

type Sides = Pick<PlannedConnection, 'record1' | 'record2'>;

/** What a connection copies from each of its records. */
export interface RecordSnapshot {
  readonly name: string;
  /** When the record was created, in ms since 1970. */
  readonly recordSince: number;
}

/** The snapshots of existing records, by type and id as one text (`recordPath`). */
export type RecordSnapshots = Map<string, RecordSnapshot>;

/**
 * Snapshots of the records of planned connections, and the catalog's version. Eventually
 * consistent, at half the price: the write checks each record again, and a record that seems
 * missing is read again, strongly consistent.
 */
export async function readSnapshots(
  table: Table,
  planned: readonly Sides[],
): Promise<{ snapshots: RecordSnapshots; version: number }> {
  const keys = new Map<string, Key>();
  for (const { record1, record2 } of planned) {
    for (const side of [record1, record2]) keys.set(recordPath(side), recordKey(side));
  }
  const snapshots: RecordSnapshots = new Map();
  let version = 0;
  const attributes = ['sk', 'recordType', 'recordId', 'name', 'createdAt', 'version'];
  const read = async (some: readonly Key[], consistent: boolean) => {
    for (const item of await itemsAt(table, some, { consistent, attributes })) {
      if (item.sk === catalogVersionKey.sk) version = item.version as number;
      else addSnapshot(snapshots, item);
    }
  };
  await read([catalogVersionKey, ...keys.values()], false);
  const missing = [...keys].filter(([name]) => !snapshots.has(name)).map(([, key]) => key);
  if (missing.length > 0) await read(missing, true);
  return { snapshots, version };
}

/** Reads some snapshots again, strongly consistent; records that do not exist are removed. */
export async function refreshSnapshots(
  table: Table,
  snapshots: RecordSnapshots,
  records: readonly RecordReference[],
): Promise<void> {
  for (const record of records) snapshots.delete(recordPath(record));
  const found = await itemsAt(table, records.map(recordKey), { consistent: true });
  for (const item of found) addSnapshot(snapshots, item);
}

function addSnapshot(snapshots: RecordSnapshots, item: Record<string, unknown>): void {
  const { recordType, recordId, name, createdAt } = item as Record<string, string>;
  if (name === undefined || createdAt === undefined) return;
  snapshots.set(`${recordType}/${recordId}`, { name, recordSince: Date.parse(createdAt) });
}

/** The refusal for the first record of the two that does not exist. */
export function missingOf(
  { record1, record2 }: Sides,
  snapshots: Readonly<RecordSnapshots>,
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
  snapshots: Readonly<RecordSnapshots>,
): Connection {
  const { record1, record2 } = planned;
  return {
    ...planned,
    record1: { ...record1, ...(snapshots.get(recordPath(record1)) as RecordSnapshot) },
    record2: { ...record2, ...(snapshots.get(recordPath(record2)) as RecordSnapshot) },
  };
}

/** Checks that a record exists, is the one that was read, and has the name that halves will carry. */
export const isStillNamed = (
  record: RecordReference,
  { name, recordSince }: RecordSnapshot,
): Action => ({
  check: recordKey(record),
  when: isStill({ name, createdAt: new Date(recordSince).toISOString() }, 'name', 'createdAt'),
});
