// Records by type and id, no more of them than their names.
import type { NamedRecord } from '../../contracts/connection-schemas.ts';
import { type RecordReference, recordName } from '../../contracts/identifiers.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { recordKey } from './record-key.ts';
import { noSuchRecord } from './stored-records.ts';

/**
 * The records with the names they have now, in the order asked (strongly consistent).
 * One BatchGetItem for each 100.
 * @throws Refusal NotFound for the first that is not there
 */
export async function namedRecords(
  table: Table,
  records: readonly RecordReference[],
): Promise<NamedRecord[]> {
  const keys = new Map(records.map((record) => [recordName(record), recordKey(record)]));
  const attributes = ['recordType', 'recordId', 'name'];
  const found = await itemsAt(table, [...keys.values()], { consistent: true, attributes });
  const names = new Map(
    found.map(({ recordType, recordId, name }) => [`${recordType}/${recordId}`, name as string]),
  );
  return records.map(({ type, id }) => {
    const name = names.get(recordName({ type, id }));
    if (name === undefined) throw noSuchRecord({ type, id });
    return { type, id, name };
  });
}
