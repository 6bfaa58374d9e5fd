// Looks up the record types and roles that a request names, or refuses it.
import type { Sent } from '../../shared/contracts/sent-input.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { filterFaults } from '../../shared/domain/filter/grammar.ts';
import { type NamedInQuery, unknownNames } from '../../shared/domain/named-in-query.ts';
import { noSuchType } from '../../shared/domain/record-type-rules.ts';
import { noSuchRole } from '../../shared/domain/role-rules.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { table } from '../telemetry/measured-table.ts';

/**
 * A catalog with the record type of a path.
 * @throws Refusal NotFound when the type does not exist
 */
export async function catalogWithType(type: string): Promise<Catalog> {
  const catalog = await catalogWith(({ recordTypes }) => recordTypes.has(type));
  if (!catalog.recordTypes.has(type)) throw noSuchType(type);
  return catalog;
}

/**
 * A catalog with the role of a path.
 * @throws Refusal NotFound when the role does not exist
 */
export async function catalogWithRole(id: string): Promise<Catalog> {
  const catalog = await catalogWith(({ roles }) => roles.has(id));
  if (!catalog.roles.has(id)) throw noSuchRole(id);
  return catalog;
}

/**
 * The query, if it has no faults. It may name only roles and record types that exist; the catalog is
 * read only if it names any.
 * @throws Refusal of all its faults: of its parameters, its filter, and of names that do not exist
 */
export async function wholeQuery<
  Query extends NamedInQuery & { readonly filter?: string | undefined },
>(sent: Sent<Query>): Promise<Query> {
  const { filter, roleId, connectedRoleId, recordType, connectedType, types, from, to } =
    sent.value;
  const ofFilter = filter === undefined ? [] : filterFaults(filter);
  if (!(roleId || connectedRoleId || recordType || connectedType || types || from || to)) {
    return sent.whole(ofFilter);
  }
  const catalog = await catalogWith((each) => unknownNames(each, sent.value).length === 0);
  return sent.whole([...ofFilter, ...unknownNames(catalog, sent.value)]);
}

/** The recent catalog if it has what a request names, otherwise the current one: it may be new. */
async function catalogWith(has: (catalog: Catalog) => boolean): Promise<Catalog> {
  const recent = await catalogFor(table, 'findNamed');
  return has(recent) ? recent : catalogFor(table, 'confirmMissing');
}
