// Looks up the record type or role that a path names, or refuses the request.
import type { Catalog } from '../../shared/domain/catalog.ts';
import { noSuchType } from '../../shared/domain/record-type-rules.ts';
import { existingRole } from '../../shared/domain/role-rules.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { table } from '../telemetry/measured-table.ts';

/**
 * A catalog with this record type: the recent one, or the current one if the type is new.
 * @throws Refusal NotFound when the type does not exist
 */
export async function catalogWithType(type: string): Promise<Catalog> {
  const recent = await catalogFor(table, 'findNamed');
  if (recent.recordTypes.has(type)) return recent;
  const current = await catalogFor(table, 'confirmMissing');
  if (!current.recordTypes.has(type)) throw noSuchType(type);
  return current;
}

/**
 * A catalog with this role: the recent one, or the current one if the role is new.
 * @throws Refusal NotFound when the role does not exist
 */
export async function catalogWithRole(id: string): Promise<Catalog> {
  const recent = await catalogFor(table, 'findNamed');
  if (recent.roles.has(id)) return recent;
  const current = await catalogFor(table, 'confirmMissing');
  existingRole(current, id);
  return current;
}
