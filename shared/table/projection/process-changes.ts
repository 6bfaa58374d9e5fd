// What the projector does with a batch of changes: history, counts and words, then corrections.

import type { Table } from '../engine/open-table.ts';
import { blankDeletedRoles } from '../sweeps/blank-role.ts';
import { deleteRecordsWithoutType } from '../sweeps/delete-records-without-type.ts';
import { reconcileWrittenConnections } from '../sweeps/reconcile-record.ts';
import { type ProjectionSettings, projectionsOf } from './history-and-counts.ts';
import type { StreamedChange } from './stream-records.ts';
import { project } from './write-history-and-counts.ts';
import { writeWords } from './write-words.ts';

/**
 * Writes history, counts and the words of names, and then corrects connections that were written while one of their
 * records was deleted or renamed, or a role was deleted, and deletes records that were written while
 * their type was deleted. A change may come more than once, in any order.
 * @throws Refusal Busy
 */
export async function processChanges(
  table: Table,
  all: readonly StreamedChange[],
  settings: ProjectionSettings,
): Promise<void> {
  await project(
    table,
    all.flatMap((streamed) => projectionsOf(streamed, settings)),
  );
  const ofRecords = all.flatMap((streamed) => ('record' in streamed ? [streamed] : []));
  await writeWords(table, ofRecords);
  const ofConnections = all.flatMap((streamed) => ('change' in streamed ? [streamed] : []));
  await reconcileWrittenConnections(table, ofConnections);
  await blankDeletedRoles(
    table,
    ofConnections.map(({ change }) => change),
  );
  await deleteRecordsWithoutType(
    table,
    ofRecords.map(({ record }) => record),
  );
}
