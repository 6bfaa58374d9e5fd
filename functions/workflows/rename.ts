// When a record was renamed: brings its name to the other side of all its connections.
import { spreadName } from '../../shared/table/rename-record.ts';
import { table } from '../table.ts';
import { workflow } from '../workflow.ts';

export const handler = workflow('Record Renamed', async ({ record }) => {
  await spreadName(table, record);
});
