// The catalog: all record types and connection roles of a service, read and changed as a whole.

import type { RecordType } from '../contracts/record-type-schemas.ts';
import type { ConnectionRole } from '../contracts/role-schemas.ts';

export interface Catalog {
  /** Increases with each change of a record type or role. 0: there was no change yet. */
  readonly version: number;
  readonly recordTypes: ReadonlyMap<string, RecordType>;
  readonly roles: ReadonlyMap<string, ConnectionRole>;
  /** Roles that are being cleared, and since when. Activating such a role stops the clearing. */
  readonly clearing: ReadonlyMap<string, string>;
  /** Roles with a limit, and since when they have one without interruption. */
  readonly limitedSince: ReadonlyMap<string, string>;
  /** Record types that are being deleted, and since when: no record of them may be written. */
  readonly deleting: ReadonlyMap<string, string>;
}

/** The result of a rule: the record types and roles to write, and the ids of those to delete. */
export interface CatalogChange {
  readonly recordTypes?: readonly RecordType[];
  readonly roles?: readonly ConnectionRole[];
  readonly removedRecordTypes?: readonly string[];
  readonly removedRoles?: readonly string[];
  /** Roles to remove from every connection and then delete. */
  readonly clearedRoles?: readonly string[];
  /** Record types whose deletion begins, and those whose deletion is given up. No event reports it. */
  readonly markedRecordTypes?: readonly string[];
  readonly unmarkedRecordTypes?: readonly string[];
}

/** The change of one record type or role; null means "does not exist". */
export type CatalogEvent =
  | {
      readonly kind: 'record-type';
      readonly id: string;
      readonly before: RecordType | null;
      readonly after: RecordType | null;
    }
  | {
      readonly kind: 'role';
      readonly id: string;
      readonly before: ConnectionRole | null;
      readonly after: ConnectionRole | null;
      /** The role will be removed from every connection and then deleted. */
      readonly isCleared?: true;
    };

/** The events of a change: one for each record type and role that it really changes. */
export function catalogEvents(catalog: Catalog, change: CatalogChange): CatalogEvent[] {
  const { recordTypes, roles } = catalog;
  const type = (id: string, after: RecordType | null): CatalogEvent => {
    return { kind: 'record-type', id, before: recordTypes.get(id) ?? null, after };
  };
  const role = (id: string, after: ConnectionRole | null): CatalogEvent => {
    const isCleared = change.clearedRoles?.includes(id) && { isCleared: true as const };
    return { kind: 'role', id, before: roles.get(id) ?? null, after, ...isCleared };
  };
  const written = new Set(change.roles?.map(({ id }) => id));
  const onlyCleared = change.clearedRoles?.filter((id) => !written.has(id)) ?? [];
  const all = [
    ...(change.recordTypes ?? []).map((after) => type(after.type, after)),
    ...(change.roles ?? []).map((after) => role(after.id, after)),
    ...onlyCleared.map((id) => role(id, roles.get(id) ?? null)),
    ...(change.removedRecordTypes ?? []).map((id) => type(id, null)),
    ...(change.removedRoles ?? []).map((id) => role(id, null)),
  ];
  return all.filter((event) => 'isCleared' in event || !isSame(event));
}

/** Writing the same values again is not a change. */
const isSame = ({ before, after }: CatalogEvent) =>
  before !== null && after !== null && JSON.stringify(before) === JSON.stringify(after);

/** The catalog after a change that was requested at the time `at`. */
export function changed(catalog: Catalog, change: CatalogChange, at: string): Catalog {
  const recordTypes = new Map(catalog.recordTypes);
  const roles = new Map(catalog.roles);
  const clearing = new Map(catalog.clearing);
  const limitedSince = new Map(catalog.limitedSince);
  const deleting = new Map(catalog.deleting);
  for (const type of change.recordTypes ?? []) recordTypes.set(type.type, type);
  for (const role of change.roles ?? []) {
    roles.set(role.id, role);
    if (role.state === 'active') clearing.delete(role.id);
    if (role.maxPerRecord === null) limitedSince.delete(role.id);
    else if (!limitedSince.has(role.id)) limitedSince.set(role.id, at);
  }
  for (const id of change.clearedRoles ?? []) clearing.set(id, at);
  for (const type of change.markedRecordTypes ?? []) deleting.set(type, at);
  for (const type of change.unmarkedRecordTypes ?? []) deleting.delete(type);
  for (const type of change.removedRecordTypes ?? []) {
    recordTypes.delete(type);
    deleting.delete(type);
  }
  for (const id of change.removedRoles ?? []) {
    roles.delete(id);
    clearing.delete(id);
    limitedSince.delete(id);
  }
  return { version: catalog.version + 1, recordTypes, roles, clearing, limitedSince, deleting };
}
