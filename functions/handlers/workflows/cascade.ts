// When a record was deleted: deletes its connections on behalf of the caller who deleted it.
import { deleteConnectionsOf } from '../../../shared/table/sweeps/cascade-delete.ts';
import { workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Deleted', async ({ record, actor, at }) => {
  await deleteConnectionsOf(table, record, { actor, now: at });
});
