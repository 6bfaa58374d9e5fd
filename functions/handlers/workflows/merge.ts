// When a record was merged: moves its connections to the surviving record on behalf of the caller who merged it.
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { isShort, workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Merged', async (detail, _type, time) => {
  const { record, eventId, actor, at } = detail;
  const author = { actor, now: at };
  const mustStop = () => isShort(time);
  const result = await sweepRecord(table, record, { reason: 'merged', eventId, author, mustStop });
  return result === 'unfinished' ? result : undefined;
});
