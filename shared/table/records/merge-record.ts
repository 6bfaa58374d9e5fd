// Merging a record into another one: closes it. Its connections are moved afterwards, by sweep-record.ts.

import type { RecordReference } from '../../contracts/identifiers.ts';
import type { MergeInput } from '../../contracts/record-schemas.ts';
import { Sent } from '../../contracts/sent-input.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import { type Author, missingRecord } from '../../domain/connection-rules.ts';
import { mergeFaults } from '../../domain/merge-rules.ts';
import type { Action } from '../engine/commit.ts';
import { isStill, isStillRecord } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { refusalOfMerged } from './merged-records.ts';
import {
  isMerged,
  mergedItem,
  mergedMarks,
  noSuchRecord,
  type RecordItem,
  recordKey,
} from './record-item.ts';

export interface MergeOptions {
  readonly ifMatch: IfMatch;
  /** Actions for the same transaction. */
  readonly attached?: readonly Action[];
}

/**
 * Closes a record at once: from then on it cannot be read, written or connected. Its name and attributes are
 * removed. The stream reports the closed record, which starts the move of its connections to the other
 * record. 1 BatchGetItem, 1 TransactWriteItems of the record, two marks and a check of the other one.
 * @throws Refusal ValidationFailed, NotFound, RecordMerged (either record), PreconditionFailed,
 *   ConnectionObjectsMissing if the other record does not exist, Busy; AttachedFailed
 */
export async function mergeRecord(
  table: Table,
  reference: RecordReference,
  input: MergeInput | Sent<MergeInput>,
  author: Author,
  { ifMatch, attached = [] }: MergeOptions,
): Promise<void> {
  const sent = Sent.of(input);
  const { into } = sent.whole(mergeFaults(reference, sent.value));
  await decide(table, async () => {
    const keys = [reference, into].map(recordKey);
    const found = await itemsAt(table, keys, { consistent: true });
    const [item, other] = keys.map(({ pk }) => found.find((one) => one.pk === pk));
    if (!item) throw noSuchRecord(reference);
    if (isMerged(item)) throw await refusalOfMerged(table, item);
    const record = item as unknown as RecordItem;
    assertVersion(ifMatch, record.version);
    if (!other) throw sent.refusal([missingRecord('into', into)]);
    if (isMerged(other)) throw await refusalOfMerged(table, other);
    const { createdAt } = other as unknown as RecordItem;
    const survivor = { ...into, recordSince: Date.parse(createdAt) };
    const closed = mergedItem(record, survivor, author);
    return {
      actions: [
        { put: closed, when: isStillRecord(record) },
        ...mergedMarks(closed).map((put) => ({ put })),
        { check: recordKey(into), when: isStill(other, 'createdAt', 'mergedInto') },
      ],
      attached,
      result: undefined,
    };
  });
}
