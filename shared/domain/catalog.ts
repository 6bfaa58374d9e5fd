// The record types and connection roles of a service, read as one, changed as one.
import type { ConnectionRole } from '../contracts/connection-roles.ts';
import type { RecordType } from '../contracts/record-types.ts';

export interface Catalog {
  /** Counts the changes to any record type or role. 0 = none made yet. */
  readonly version: number;
  readonly recordTypes: ReadonlyMap<string, RecordType>;
  readonly roles: ReadonlyMap<string, ConnectionRole>;
}

/** What a rule wants written: whole record types and roles, and the ids of those that go. */
export interface CatalogChange {
  readonly recordTypes?: readonly RecordType[];
  readonly roles?: readonly ConnectionRole[];
  readonly removedRecordTypes?: readonly string[];
  readonly removedRoles?: readonly string[];
}

/** The catalog after a change. */
export function changed(catalog: Catalog, change: CatalogChange): Catalog {
  const recordTypes = new Map(catalog.recordTypes);
  const roles = new Map(catalog.roles);
  for (const type of change.recordTypes ?? []) recordTypes.set(type.type, type);
  for (const role of change.roles ?? []) roles.set(role.id, role);
  for (const type of change.removedRecordTypes ?? []) recordTypes.delete(type);
  for (const id of change.removedRoles ?? []) roles.delete(id);
  return { version: catalog.version + 1, recordTypes, roles };
}
