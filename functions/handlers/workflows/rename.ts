// When a record was renamed: writes the new name to the other side of all its connections.
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { isShort, workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Renamed', async ({ record, eventId, actor, at }, time) => {
  const author = { actor, now: at };
  const mustStop = () => isShort(time);
  const result = await sweepRecord(table, record, { reason: 'renamed', eventId, author, mustStop });
  return result === 'unfinished' ? result : undefined;
});
