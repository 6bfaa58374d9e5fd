// Record types and roles as stored: read as a whole, kept in memory until their version changes.
import type { RecordType, StoredRecordType } from '../../contracts/record-type-schemas.ts';
import type { ConnectionRole } from '../../contracts/role-schemas.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt, pagesOf } from '../engine/read.ts';
import { items } from '../schema.ts';
import { roleOf, type StoredRole } from './stored-role.ts';

export const catalogVersionKey: Key = {
  pk: items.catalogVersion.partition(),
  sk: items.catalogVersion.sort(),
};

/** The key of a role's item. */
export const roleKey = (id: string): Key => ({
  pk: items.role.partition(),
  sk: items.role.sort(id),
});

/** The key of a record type's item. */
export const recordTypeKey = (type: string): Key => ({
  pk: items.recordType.partition(),
  sk: items.recordType.sort(type),
});

/** The catalog at `version` or newer; from memory if that is new enough. */
export async function catalogSince(table: Table, version: number): Promise<Catalog> {
  const { catalog } = table.catalogMemory;
  return catalog && catalog.version >= version ? catalog : loadCatalog(table);
}

/** The catalog as stored (strongly consistent): one read of the version, then memory. */
export async function currentCatalog(table: Table): Promise<Catalog> {
  const catalog = await catalogSince(table, await readVersion(table));
  table.catalogMemory.checkedAt = table.clock();
  return catalog;
}

async function readVersion(table: Table): Promise<number> {
  const item = await itemAt(table, catalogVersionKey);
  return (item?.version as number | undefined) ?? 0;
}

/**
 * Reads the whole catalog. The version is read first, so that a change during the read makes the
 * next check of the version read again. 1 GetItem and a Query.
 */
export async function loadCatalog(table: Table): Promise<Catalog> {
  const version = await readVersion(table);
  const recordTypes = new Map<string, RecordType>();
  const roles = new Map<string, ConnectionRole>();
  const clearing = new Map<string, string>();
  const limitedSince = new Map<string, string>();
  const deleting = new Map<string, string>();
  const whole = {
    KeyConditionExpression: 'pk = :catalog',
    ExpressionAttributeValues: { ':catalog': catalogVersionKey.pk },
    ConsistentRead: true,
  };
  for await (const page of pagesOf(table, whole)) {
    for (const item of page.Items ?? []) {
      if ('displayName' in item) {
        recordTypes.set(item.type, recordTypeOf(item as StoredRecordType));
        if (item.deleting) deleting.set(item.type, item.deleting);
      } else if ('matchingRoleIds' in item) {
        roles.set(item.id, roleOf(item as StoredRole));
        if (item.clearing) clearing.set(item.id, item.clearing);
        if (item.limitedSince) limitedSince.set(item.id, item.limitedSince);
      }
    }
  }
  const catalog = { version, recordTypes, roles, clearing, limitedSince, deleting };
  table.catalogMemory.catalog = catalog;
  table.catalogMemory.checkedAt = table.clock();
  return catalog;
}

const recordTypeOf = (item: StoredRecordType): RecordType => ({
  type: item.type,
  displayName: item.displayName,
  displayCollectionName: item.displayCollectionName,
  connectionsEnabled: item.connectionsEnabled,
  version: item.version ?? 1,
});
