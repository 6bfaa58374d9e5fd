// Writing the words of records of which one is missing.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Table } from '../engine/open-table.ts';
import { putWords } from '../projection/write-words.ts';
import { missingWords } from './word-problems.ts';

/**
 * Writes the words of records of which one is missing or has a former name. Running it again does no harm.
 * @returns those records
 * @throws Refusal Busy
 */
export async function repairWords(
  table: Table,
  records: readonly RecordReference[],
): Promise<RecordReference[]> {
  const missing = await missingWords(table, records);
  await putWords(
    table,
    missing.flatMap(({ words }) => words),
  );
  return missing.map(({ record }) => record);
}
