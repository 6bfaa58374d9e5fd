// When a role is to be cleared: removes it from every connection that has it, then deletes it.
import { Refusal } from '../../../shared/contracts/error-codes.ts';
import type { Catalog } from '../../../shared/domain/catalog.ts';
import { causeFrom } from '../../../shared/domain/events/causation.ts';
import { deleteRole } from '../../../shared/domain/role-rules.ts';
import { catalogFor } from '../../../shared/table/catalog/freshness.ts';
import { clearRole } from '../../../shared/table/sweeps/blank-role.ts';
import { deleteUnusedRole } from '../../../shared/table/sweeps/delete-role.ts';
import { authorAtWriteTime, SweepStopped } from '../../../shared/table/sweeps/sweep.ts';
import { isShort, workflow } from '../../events/workflow-entry.ts';
import { table } from '../../telemetry/measured-table.ts';

/** Rounds at most: a connection may have been written with the role while it was being deleted. */
const maxRounds = 10;

export const handler = workflow('Connection Role Clearing', async (event, time) => {
  const { id } = event.connectionRole;
  const author = { actor: event.actor, now: event.at, cause: causeFrom(event) };
  // A newer request replaces this one, and activating the role cancels it.
  const isClearing = ({ clearing }: Catalog) => clearing.get(id) === event.at;
  for (let round = 1; isClearing(await catalogFor(table, 'clearRole')); round += 1) {
    try {
      if (!(await clearRole(table, id, author, () => isShort(time)))) return undefined;
    } catch (error) {
      if (error instanceof SweepStopped) return 'unfinished';
      throw error;
    }
    try {
      await deleteUnusedRole(table, id, authorAtWriteTime(table, author), (catalog) =>
        isClearing(catalog) ? deleteRole(catalog, id) : {},
      );
      return undefined;
    } catch (error) {
      const code = error instanceof Refusal ? error.code : undefined;
      if ((code !== 'ConnectionRoleInUse' && code !== 'Busy') || round === maxRounds) throw error;
    }
  }
  return undefined;
});
