// When a record was deleted: deletes its connections, in the name of whoever deleted it.
import { deleteConnectionsOf } from '../../shared/table/delete-record.ts';
import { table } from '../table.ts';
import { workflow } from '../workflow.ts';

export const handler = workflow('Record Deleted', async ({ record, actor, at }) => {
  await deleteConnectionsOf(table, record, { actor, now: at });
});
