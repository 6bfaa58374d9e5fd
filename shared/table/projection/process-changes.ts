// What the projector does with a batch of changes: history, counts, feed and words, then corrections.

import { placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { WaitsForEarlier } from '../feed/waits-for-earlier.ts';
import { blankDeletedRoles } from '../sweeps/blank-role.ts';
import { deleteRecordsWithoutType } from '../sweeps/delete-records-without-type.ts';
import { reconcileWrittenConnections } from '../sweeps/reconcile-record.ts';
import { type ProjectionSettings, projectionsOf } from './history-and-counts.ts';
import type { StreamedChange } from './stream-records.ts';
import { project } from './write-history-and-counts.ts';
import { writeWords } from './write-words.ts';

/**
 * Writes history, counts, the feed and the words of names, and then corrects connections that were written while one of their
 * records was deleted or renamed, or a role was deleted, and deletes records that were written while
 * their type was deleted. A change may come more than once, in any order.
 * @throws WaitsForEarlier after everything else is done; Refusal Busy
 */
export async function processChanges(
  table: Table,
  all: readonly StreamedChange[],
  settings: ProjectionSettings,
): Promise<void> {
  const projections = new Map(all.map((streamed) => [streamed, projectionsOf(streamed, settings)]));
  const waiting = await project(table, [...projections.values()].flat(), settings.feedDays);
  const waitingEntries = new Set(waiting.map(({ entry }) => placeOf(entry)));
  const late = all.filter((streamed) =>
    projections.get(streamed)?.some(({ entry }) => waitingEntries.has(placeOf(entry))),
  );
  await writeWords(
    table,
    all.flatMap((streamed) => ('record' in streamed ? [streamed] : [])),
  );
  await correct(
    table,
    all.filter((streamed) => !late.includes(streamed)),
  );
  const [first] = late;
  if (first) throw new WaitsForEarlier(first);
}

async function correct(table: Table, all: readonly StreamedChange[]): Promise<void> {
  const ofConnections = all.flatMap((streamed) => ('change' in streamed ? [streamed] : []));
  await reconcileWrittenConnections(table, ofConnections);
  await blankDeletedRoles(
    table,
    ofConnections.map(({ change }) => change),
  );
  await deleteRecordsWithoutType(
    table,
    all.flatMap((streamed) => ('record' in streamed ? [streamed.record] : [])),
  );
}
