// When a role is to be cleared: blanks it on every connection that has it, then deletes it.
import type { Catalog } from '../../shared/domain/catalog.ts';
import { deleteRole } from '../../shared/domain/connection-roles.ts';
import { changeCatalog, currentCatalog } from '../../shared/table/catalog.ts';
import { clearRole } from '../../shared/table/clear-role.ts';
import { laterOf } from '../../shared/table/sweep.ts';
import { table } from '../table.ts';
import { workflow } from '../workflow.ts';

export const handler = workflow('Connection Role Clearing', async (detail) => {
  const { id } = detail.connectionRole;
  const author = { actor: detail.actor, now: detail.at };
  // Asked for again since, or taken back by making the role active: then this is not to be done.
  const isClearing = ({ clearing }: Catalog) => clearing.get(id) === detail.at;
  if (!isClearing(await currentCatalog(table)) || !(await clearRole(table, id, author))) return;
  await changeCatalog(table, laterOf(table, author), (catalog) => ({
    change: isClearing(catalog) ? deleteRole(catalog, id) : {},
  }));
});
