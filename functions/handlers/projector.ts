// Reads the stream: writes history and counts, and removes what was written while its role or record
// type was being deleted.
import { projectionsOf } from '../../shared/table/projection/history-and-counts.ts';
import { project } from '../../shared/table/projection/write-history-and-counts.ts';
import { blankDeletedRoles } from '../../shared/table/sweeps/blank-role.ts';
import { deleteRecordsWithoutType } from '../../shared/table/sweeps/delete-records-without-type.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { streamFunction } from '../stream/stream-entry.ts';
import { table } from '../telemetry/measured-table.ts';

const { historyDays } = readEnvironment(process.env, 'historyDays');
const settings = { shards: table.shards, retentionDays: historyDays };

export const handler = streamFunction(async (all) => {
  await project(
    table,
    all.flatMap((streamed) => projectionsOf(streamed, settings)),
  );
  await blankDeletedRoles(
    table,
    all.flatMap((streamed) => ('change' in streamed ? [streamed.change] : [])),
  );
  await deleteRecordsWithoutType(
    table,
    all.flatMap((streamed) => ('record' in streamed ? [streamed.record] : [])),
  );
});
