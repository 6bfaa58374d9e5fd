// When a record was renamed: writes the new name to the other side of all its connections.
import { spreadName } from '../../../shared/table/sweeps/rename-record.ts';
import { workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Renamed', async ({ record }) => {
  await spreadName(table, record);
});
