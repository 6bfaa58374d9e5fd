// The records that new connections name: whether they are there, and under which names.

import { type RecordReference, recordName } from '../contracts/identifiers.ts';
import type { Refusal } from '../contracts/problem.ts';
import { type Connection, missingRecord, type PlannedConnection } from '../domain/connection.ts';
import { catalogVersionKey } from './catalog.ts';
import type { Action, Key } from './commit.ts';
import { itemsAt } from './read.ts';
import { recordKey } from './record-key.ts';
import type { Table } from './table.ts';

type Sides = Pick<PlannedConnection, 'record1' | 'record2'>;

/**
 * The records' names and the catalog's version. Eventually consistent, half the price: the write
 * checks each name again, and a record that seems missing is looked for once more, consistently.
 */
export async function readNames(
  table: Table,
  planned: readonly Sides[],
): Promise<{ names: Map<string, string>; version: number }> {
  const keys = new Map<string, Key>();
  for (const { record1, record2 } of planned) {
    for (const side of [record1, record2]) {
      keys.set(recordName(side), recordKey(side));
    }
  }
  const names = new Map<string, string>();
  let version = 0;
  const note = (item: Record<string, unknown>) => {
    if (item.sk === catalogVersionKey.sk) version = item.version as number;
    else names.set(`${item.recordType}/${item.recordId}`, item.name as string);
  };
  const nameOnly = ['sk', 'recordType', 'recordId', 'name', 'version'];
  const read = (wanted: readonly Key[], consistent: boolean) =>
    itemsAt(table, wanted, { consistent, attributes: nameOnly });
  (await read([catalogVersionKey, ...keys.values()], false)).forEach(note);
  const missing = [...keys].filter(([name]) => !names.has(name)).map(([, key]) => key);
  if (missing.length > 0) (await read(missing, true)).forEach(note);
  return { names, version };
}

/** The refusal for the first record of the two that has no name, because it is not there. */
export function missingOf(
  { record1, record2 }: Sides,
  names: ReadonlyMap<string, string>,
): Refusal | undefined {
  if (!names.has(recordName(record1))) return missingRecord('record1', record1.type, record1.id);
  if (!names.has(recordName(record2))) return missingRecord('record2', record2.type, record2.id);
  return undefined;
}

/** The connection under the names that its records have now. */
export function withNames(
  planned: PlannedConnection & { readonly id: string },
  names: ReadonlyMap<string, string>,
): Connection {
  const { record1, record2 } = planned;
  return {
    ...planned,
    record1: { ...record1, name: names.get(recordName(record1)) as string },
    record2: { ...record2, name: names.get(recordName(record2)) as string },
  };
}

/** The record must be there, under the name that halves are about to carry. */
export const existsUnder = (name: string, record: RecordReference): Action => ({
  check: recordKey(record),
  when: { expression: '#name = :name', names: { name: 'name' }, values: { name } },
});
