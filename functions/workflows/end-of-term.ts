// On a schedule: announces connections whose end date has passed, and deactivates them if the stage
// says so.
import { Refusal } from '../../shared/contracts/problem.ts';
import { endedEvent } from '../../shared/domain/announcements.ts';
import { endedConnections, settleTermEnd } from '../../shared/table/term-ends.ts';
import { publish } from '../bus.ts';
import { readEnvironment } from '../environment.ts';
import { table } from '../table.ts';
import { scheduledWorkflow } from '../workflow.ts';

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
