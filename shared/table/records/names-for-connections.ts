// The records that new connections name: whether they are there, since when, and under which names.

import type { Refusal } from '../../contracts/error-codes.ts';
import { type RecordReference, recordName } from '../../contracts/identifiers.ts';
import {
  type Connection,
  missingRecord,
  type PlannedConnection,
} from '../../domain/connection-rules.ts';
import { catalogVersionKey } from '../catalog/stored-catalog.ts';
import type { Action, Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { recordKey } from './record-key.ts';

type Sides = Pick<PlannedConnection, 'record1' | 'record2'>;

/** What a connection keeps of a record beside its role. */
export interface NamedRecord {
  readonly name: string;
  readonly recordSince: number;
}

/** By type and id, as one text. */
export type NamedRecords = Map<string, NamedRecord>;

/**
 * The records' names and the catalog's version. Eventually consistent, half the price: the write
 * checks each record again, and one that seems missing is looked for once more, consistently.
 */
export async function readNames(
  table: Table,
  planned: readonly Sides[],
): Promise<{ names: NamedRecords; version: number }> {
  const keys = new Map<string, Key>();
  for (const { record1, record2 } of planned) {
    for (const side of [record1, record2]) {
      keys.set(recordName(side), recordKey(side));
    }
  }
  const names: NamedRecords = new Map();
  let version = 0;
  const wanted = ['sk', 'recordType', 'recordId', 'name', 'createdAt', 'version'];
  const read = async (some: readonly Key[], consistent: boolean) => {
    for (const item of await itemsAt(table, some, { consistent, attributes: wanted })) {
      if (item.sk === catalogVersionKey.sk) version = item.version as number;
      else noteName(names, item);
    }
  };
  await read([catalogVersionKey, ...keys.values()], false);
  const missing = [...keys].filter(([name]) => !names.has(name)).map(([, key]) => key);
  if (missing.length > 0) await read(missing, true);
  return { names, version };
}

/** Reads anew what is kept of some records; those that are not there are taken out. */
export async function readNamesAgain(
  table: Table,
  names: NamedRecords,
  records: readonly RecordReference[],
): Promise<void> {
  for (const record of records) names.delete(recordName(record));
  const found = await itemsAt(table, records.map(recordKey), { consistent: true });
  for (const item of found) noteName(names, item);
}

function noteName(names: NamedRecords, item: Record<string, unknown>): void {
  const { recordType, recordId, name, createdAt } = item as Record<string, string>;
  if (name === undefined || createdAt === undefined) return;
  names.set(`${recordType}/${recordId}`, { name, recordSince: Date.parse(createdAt) });
}

/** The refusal for the first record of the two that has no name, because it is not there. */
export function missingOf(
  { record1, record2 }: Sides,
  names: Readonly<NamedRecords>,
): Refusal | undefined {
  if (!names.has(recordName(record1))) return missingRecord('record1', record1.type, record1.id);
  if (!names.has(recordName(record2))) return missingRecord('record2', record2.type, record2.id);
  return undefined;
}

/** The connection under the names that its records have now. */
export function withNames(
  planned: PlannedConnection & { readonly id: string },
  names: Readonly<NamedRecords>,
): Connection {
  const { record1, record2 } = planned;
  return {
    ...planned,
    record1: { ...record1, ...(names.get(recordName(record1)) as NamedRecord) },
    record2: { ...record2, ...(names.get(recordName(record2)) as NamedRecord) },
  };
}

/** The record must be there, the one that was read, under the name that halves are about to carry. */
export const existsAsRead = (
  record: RecordReference,
  { name, recordSince }: NamedRecord,
): Action => ({
  check: recordKey(record),
  when: {
    expression: '#name = :name AND createdAt = :createdAt',
    names: { name: 'name' },
    values: { name, createdAt: new Date(recordSince).toISOString() },
  },
});
