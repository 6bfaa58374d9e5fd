// Looks up the record types and roles that a request names, or refuses it.
import type { Refusal } from '../../shared/contracts/error-codes.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { type NamedInQuery, unknownNames } from '../../shared/domain/named-in-query.ts';
import { noSuchType } from '../../shared/domain/record-type-rules.ts';
import { noSuchRole } from '../../shared/domain/role-rules.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { table } from '../telemetry/measured-table.ts';

/**
 * A catalog with the record type of a path.
 * @throws Refusal NotFound when the type does not exist
 */
export const catalogWithType = (type: string): Promise<Catalog> =>
  catalogWithout(({ recordTypes }) => (recordTypes.has(type) ? undefined : noSuchType(type)));

/**
 * A catalog with the role of a path.
 * @throws Refusal NotFound when the role does not exist
 */
export const catalogWithRole = (id: string): Promise<Catalog> =>
  catalogWithout(({ roles }) => (roles.has(id) ? undefined : noSuchRole(id)));

/**
 * A query may name only roles and record types that exist. Reads nothing if it names none.
 * @throws Refusal ConnectionRoleNotFound, RecordTypeNotFound
 */
export async function assertNamesExist(query: NamedInQuery): Promise<void> {
  const { roleId, connectedRoleId, recordType, connectedType, from, to } = query;
  if (!(roleId || connectedRoleId || recordType || connectedType || from || to)) return;
  await catalogWithout((catalog) => unknownNames(catalog, query));
}

/** A catalog that is not refused: the recent one, or the current one if something named is new. */
async function catalogWithout(
  refusalBy: (catalog: Catalog) => Refusal | undefined,
): Promise<Catalog> {
  const recent = await catalogFor(table, 'findNamed');
  if (!refusalBy(recent)) return recent;
  const current = await catalogFor(table, 'confirmMissing');
  const refusal = refusalBy(current);
  if (refusal) throw refusal;
  return current;
}
