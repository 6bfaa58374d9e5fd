// When a record was renamed: writes the new name to the other side of all its connections.
import { causeFrom } from '../../../shared/domain/events/causation.ts';
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { isShort, workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow('Record Renamed', async (event, time) => {
  const { record, eventId, actor, at } = event;
  const author = { actor, now: at, cause: causeFrom(event) };
  const mustStop = () => isShort(time);
  const result = await sweepRecord(table, record, { reason: 'renamed', eventId, author, mustStop });
  return result === 'unfinished' ? result : undefined;
});
