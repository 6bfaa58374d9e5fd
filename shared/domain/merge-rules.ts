// The rules for merging a record into another one, and the refusal of a merged record.
import { type Fault, Refusal } from '../contracts/error-codes.ts';
import { type RecordReference, recordPath } from '../contracts/identifiers.ts';
import type { Sent } from '../contracts/sent-input.ts';

/** What is wrong with the record that another one is to be merged into, as far as that shows without reading it. */
export function mergeFaults(
  record: RecordReference,
  { into }: Sent<{ readonly into: RecordReference }>['value'],
): Fault[] {
  if (!into) return [];
  if (into.type !== record.type) {
    const message = `must be ${record.type}, the type of the merged record; found ${into.type}`;
    return [{ path: 'into.type', message }];
  }
  if (into.id !== record.id) return [];
  return [{ path: 'into', message: `must be another record than ${recordPath(record)} itself` }];
}

/** The message for a request that names a merged record. */
const wordsFor = (record: RecordReference, into: RecordReference) =>
  `${recordPath(record)} was merged into ${recordPath(into)}; use that record`;

/**
 * The refusal of a request that names a merged record.
 * @param into the record at the end of the chain of merges
 */
export const recordMerged = (record: RecordReference, { type, id }: RecordReference): Refusal =>
  new Refusal('RecordMerged', wordsFor(record, { type, id }), { into: { type, id } });

/** The fault of a field that names a merged record. */
export const mergedRecordFault = (
  path: string,
  record: RecordReference,
  { type, id }: RecordReference,
): Fault => ({
  path,
  code: 'RecordMerged',
  message: wordsFor(record, { type, id }),
  into: { type, id },
});
