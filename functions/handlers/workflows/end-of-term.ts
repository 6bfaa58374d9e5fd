// On a schedule: announces connections whose end date has passed, and deactivates them if the stage
// says so.
import { Refusal } from '../../../shared/contracts/error-codes.ts';
import { endedEvent } from '../../../shared/domain/events/announced-events.ts';
import { endedConnections, settleTermEnd } from '../../../shared/table/connections/term-ends.ts';
import { publish } from '../../events/event-bus.ts';
import { scheduledWorkflow } from '../../events/workflow-entry.ts';
import { readEnvironment } from '../../runtime/environment.ts';
import { table } from '../../telemetry/measured-table.ts';

const { endedConnections: treatment } = readEnvironment(process.env, 'endedConnections');

/** Who ends terms, in history and events. */
const actor = 'liaison:end-of-term';

/** Goes on where an earlier run ended: what is announced and settled is not met again. */
export const handler = scheduledWorkflow(async () => {
  const now = new Date().toISOString();
  for await (const ended of endedConnections(table, now.slice(0, 10))) {
    await publish(
      ended.flatMap(({ connection }) =>
        connection ? [endedEvent(connection, { actor, at: now })] : [],
      ),
    );
    for (const one of ended) {
      await settleTermEnd(table, one, treatment, { actor, now }).catch((error) => {
        // Left for the next run; the others are not kept waiting.
        if (!(error instanceof Refusal)) throw error;
      });
    }
  }
});
