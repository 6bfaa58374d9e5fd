// When a record was deleted or merged: deletes its connections, or moves them to the surviving record, on behalf of
// the caller who did that.
import { causeFrom } from '../../../shared/domain/events/causation.ts';
import { sweepRecord } from '../../../shared/table/sweeps/sweep-record.ts';
import { isShort, workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

export const handler = workflow(['Record Deleted', 'Record Merged'], async (event, time) => {
  const { record, eventId, actor, at } = event;
  const reason = event.type === 'Record Merged' ? 'merged' : 'deleted';
  const author = { actor, now: at, cause: causeFrom(event) };
  const mustStop = () => isShort(time);
  const result = await sweepRecord(table, record, { reason, eventId, author, mustStop });
  return result === 'unfinished' ? result : undefined;
});
