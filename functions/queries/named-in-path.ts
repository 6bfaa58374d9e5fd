// The record types and roles that a request names: known, or the request is refused.
import type { Catalog } from '../../shared/domain/catalog.ts';
import { noSuchType } from '../../shared/domain/record-type-rules.ts';
import { existingRole } from '../../shared/domain/role-rules.ts';
import { currentCatalog, recentCatalog } from '../../shared/table/catalog/stored-catalog.ts';
import { table } from '../runtime/own-table.ts';

/** @throws Refusal NotFound for a type that is not there, also not since a second ago */
export async function catalogWithType(type: string): Promise<Catalog> {
  const recent = await recentCatalog(table);
  if (recent.recordTypes.has(type)) return recent;
  const current = await currentCatalog(table);
  if (!current.recordTypes.has(type)) throw noSuchType(type);
  return current;
}

/** @throws Refusal NotFound for a role that is not there, also not since a second ago */
export async function catalogWithRole(id: string): Promise<Catalog> {
  const recent = await recentCatalog(table);
  if (recent.roles.has(id)) return recent;
  const current = await currentCatalog(table);
  existingRole(current, id);
  return current;
}
