// When a record was deleted: deletes its connections on behalf of the caller who deleted it.
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Deleted', async ({ record, eventId, actor, at }) => {
  await sweepRecord(table, record, { reason: 'deleted', eventId, author: { actor, now: at } });
});
