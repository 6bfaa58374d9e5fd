// A workflow for tests: opens one task for each new vendor; the first run fails after it has opened it.
import { randomUUID } from 'node:crypto';
import { addToLogLine, once, workflow } from '../../functions/events/workflow-entry.ts';

let runs = 0;

export const handler = workflow(
  ['Connection Created', 'Connection Updated'],
  async ({ eventId }) => {
    const task = await once(eventId, async () => ({ id: randomUUID() }));
    addToLogLine({ task: task.id });
    runs += 1;
    if (runs === 1) throw new Error('on purpose, after the effect');
  },
);
