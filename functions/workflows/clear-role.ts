// When a role is to be cleared: blanks it on every connection that has it, then deletes it.
import { deleteRole } from '../../shared/domain/connection-roles.ts';
import { changeCatalog } from '../../shared/table/catalog.ts';
import { clearRole } from '../../shared/table/clear-role.ts';
import { table } from '../table.ts';
import { workflow } from '../workflow.ts';

export const handler = workflow('Connection Role Clearing', async (detail) => {
  const { id } = detail.connectionRole;
  const author = { actor: detail.actor, now: detail.at };
  await clearRole(table, id, author);
  await changeCatalog(table, author, (catalog) => ({
    change: catalog.roles.has(id) ? deleteRole(catalog, id) : {},
  }));
});
