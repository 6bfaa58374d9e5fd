// Record types and roles in the table: read whole, kept in memory, changed as one.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ConnectionRole } from '../contracts/connection-roles.ts';
import type { RecordType } from '../contracts/record-types.ts';
import { type Catalog, type CatalogChange, changed } from '../domain/catalog.ts';
import { type Action, ConditionsFailed, commit, isNew, type Key, maxActions } from './commit.ts';
import { pagesOf } from './read.ts';
import { items } from './schema.ts';
import { backOff, busy, type Table } from './table.ts';

/** How long a reader shows role names from memory before it asks for the version again, in ms. */
const catalogLifeMs = 1000;

export const catalogVersionKey: Key = {
  pk: items.catalogVersion.partition(),
  sk: items.catalogVersion.sort(),
};

/** The catalog in memory, whatever its age; read when there is none. For callers that check the version. */
export async function rememberedCatalog(table: Table): Promise<Catalog> {
  return table.catalogMemory.catalog ?? loadCatalog(table);
}

/** The catalog at `version` or newer: from memory when that will do. */
export async function catalogSince(table: Table, version: number): Promise<Catalog> {
  const { catalog } = table.catalogMemory;
  return catalog && catalog.version >= version ? catalog : loadCatalog(table);
}

/** The catalog as it was at most a second ago: one read of the version, then memory. */
export async function recentCatalog(table: Table): Promise<Catalog> {
  const { catalog, checkedAt = 0 } = table.catalogMemory;
  if (catalog && table.clock() - checkedAt < catalogLifeMs) return catalog;
  return currentCatalog(table);
}

/** The catalog as it is now (strongly consistent): one read of the version, then memory. */
export async function currentCatalog(table: Table): Promise<Catalog> {
  const version = await readVersion(table);
  const catalog = await catalogSince(table, version);
  table.catalogMemory.checkedAt = table.clock();
  return catalog;
}

async function readVersion(table: Table): Promise<number> {
  const { Item } = await table.db.send(
    new GetCommand({ TableName: table.name, Key: catalogVersionKey, ConsistentRead: true }),
  );
  return (Item?.version as number | undefined) ?? 0;
}

const recordTypeOf = (item: RecordType): RecordType => ({
  type: item.type,
  displayName: item.displayName,
  displayCollectionName: item.displayCollectionName,
  connectionsEnabled: item.connectionsEnabled,
});

const roleOf = (item: ConnectionRole): ConnectionRole => ({
  id: item.id,
  name: item.name,
  category: item.category,
  description: item.description,
  recordTypes: item.recordTypes,
  matchingRoleIds: item.matchingRoleIds,
  state: item.state,
  version: item.version,
});

/** The version is read first: a change during the read makes the next check read again. */
async function loadCatalog(table: Table): Promise<Catalog> {
  const version = await readVersion(table);
  const recordTypes = new Map<string, RecordType>();
  const roles = new Map<string, ConnectionRole>();
  const whole = {
    KeyConditionExpression: 'pk = :catalog',
    ExpressionAttributeValues: { ':catalog': catalogVersionKey.pk },
    ConsistentRead: true,
  };
  for await (const page of pagesOf(table, whole)) {
    for (const item of page.Items ?? []) {
      if ('displayName' in item) recordTypes.set(item.type, recordTypeOf(item as RecordType));
      else if ('matchingRoleIds' in item) roles.set(item.id, roleOf(item as ConnectionRole));
    }
  }
  const catalog = { version, recordTypes, roles };
  table.catalogMemory.catalog = catalog;
  table.catalogMemory.checkedAt = table.clock();
  return catalog;
}

/**
 * Changes record types and roles by a rule. The rule sees the catalog as it is and is asked again
 * when somebody else was faster. `alongside` is written in the same transaction as the (last)
 * change. A change of more than 99 items takes several transactions, in order.
 * @throws whatever the rule throws; Refusal Busy; ConditionsFailed of `alongside`
 */
export async function changeCatalog<Result extends { change: CatalogChange }>(
  table: Table,
  rule: (catalog: Catalog) => Result,
  alongside: (result: Result) => readonly Action[] = () => [],
): Promise<Result> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const catalog = await loadCatalog(table);
    const result = rule(catalog);
    const writes = catalogWrites(result.change);
    const extra = alongside(result);
    if (writes.length === 0 && extra.length === 0) return result;
    try {
      let { version } = catalog;
      const room = maxActions - 1 - extra.length;
      for (let from = 0; from === 0 || from < writes.length; from += room) {
        const isLast = from + room >= writes.length;
        await commit(table, [
          versionStep(version),
          ...writes.slice(from, from + room),
          ...(isLast ? extra : []),
        ]);
        version += 1;
      }
      table.catalogMemory.catalog = { ...changed(catalog, result.change), version };
      return result;
    } catch (error) {
      // Action 0 is the version: somebody else changed the catalog since it was read.
      if (!(error instanceof ConditionsFailed) || !error.failed.has(0)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

function versionStep(version: number): Action {
  return {
    put: { ...catalogVersionKey, version: version + 1 },
    when:
      version === 0
        ? isNew
        : {
            expression: '#version = :version',
            names: { version: 'version' },
            values: { version },
          },
  };
}

/** Without conditions: the version guards the whole catalog. */
function catalogWrites(change: CatalogChange): Action[] {
  const typeKey = (type: string) => ({
    pk: items.recordType.partition(),
    sk: items.recordType.sort(type),
  });
  const roleKey = (id: string) => ({ pk: items.role.partition(), sk: items.role.sort(id) });
  return [
    ...(change.recordTypes ?? []).map((type) => ({ put: { ...typeKey(type.type), ...type } })),
    ...(change.roles ?? []).map((role) => ({ put: { ...roleKey(role.id), ...role } })),
    ...(change.removedRecordTypes ?? []).map((type) => ({ remove: typeKey(type) })),
    ...(change.removedRoles ?? []).map((id) => ({ remove: roleKey(id) })),
  ];
}
