// On a schedule: announces connections whose end date has passed, and deactivates them if the stage's
// settings require it. Also keeps the last segments of the feed.
import { Refusal } from '../../../shared/contracts/error-codes.ts';
import { endedEvent } from '../../../shared/domain/events/announced-events.ts';
import { endedConnections, settleTermEnd } from '../../../shared/table/connections/term-ends.ts';
import { keepLastSegments } from '../../../shared/table/feed/keep-last-segments.ts';
import { publish } from '../../events/event-bus.ts';
import { scheduledWorkflow } from '../../events/workflow-entry.ts';
import { readEnvironment } from '../../runtime/environment.ts';
import { table } from '../../telemetry/measured-table.ts';

const { endedConnections: treatment, feedDays } = readEnvironment(
  process.env,
  'endedConnections',
  'feedDays',
);

/** The actor in history and events. */
const actor = 'liaison:end-of-term';

/** Continues where an earlier run stopped: connections that are settled are not found again. */
export const handler = scheduledWorkflow(async () => {
  // First: it must not depend on connections.
  await keepLastSegments(table);
  const now = new Date().toISOString();
  for await (const ended of endedConnections(table, now.slice(0, 10))) {
    await publish(
      ended.flatMap(({ connection, setBy }) =>
        connection ? [endedEvent(connection, { setBy, actor, at: now })] : [],
      ),
    );
    for (const one of ended) {
      await settleTermEnd(table, one, { treatment, feedDays }, { actor, now }).catch((error) => {
        // The next run retries this connection; the others must not wait for it.
        if (!(error instanceof Refusal)) throw error;
      });
    }
  }
});
