// Record types and roles in the table: read whole, kept in memory, changed as one.
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordType } from '../../contracts/record-type-schemas.ts';
import type { ConnectionRole } from '../../contracts/role-schemas.ts';
import {
  type Catalog,
  type CatalogChange,
  type CatalogEvent,
  catalogEvents,
  changed,
} from '../../domain/catalog.ts';
import type { Author } from '../connections/pair-writes.ts';
import { busy, isBusy } from '../engine/busy.ts';
import {
  type Action,
  ConditionsFailed,
  commit,
  isNew,
  type Key,
  maxActions,
} from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { expiring, items, noteSeconds } from '../schema.ts';

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
  const clearing = new Map<string, string>();
  const whole = {
    KeyConditionExpression: 'pk = :catalog',
    ExpressionAttributeValues: { ':catalog': catalogVersionKey.pk },
    ConsistentRead: true,
  };
  for await (const page of pagesOf(table, whole)) {
    for (const item of page.Items ?? []) {
      if ('displayName' in item) recordTypes.set(item.type, recordTypeOf(item as RecordType));
      else if ('matchingRoleIds' in item) {
        roles.set(item.id, roleOf(item as ConnectionRole));
        if (item.clearing) clearing.set(item.id, item.clearing);
      }
    }
  }
  const catalog = { version, recordTypes, roles, clearing };
  table.catalogMemory.catalog = catalog;
  table.catalogMemory.checkedAt = table.clock();
  return catalog;
}

/**
 * Changes record types and roles by a rule. The rule sees the catalog as it is and is asked again
 * when somebody else was faster. `alongside` is written in the same transaction as the (last)
 * change. A change of more than 98 items takes several transactions, in order.
 * @throws whatever the rule throws; Refusal Busy; ConditionsFailed of `alongside`
 */
export async function changeCatalog<Result extends { change: CatalogChange }>(
  table: Table,
  author: Author,
  rule: (catalog: Catalog) => Result,
  alongside: (result: Result) => readonly Action[] = () => [],
): Promise<Result> {
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const catalog = await loadCatalog(table);
    const result = rule(catalog);
    const events = catalogEvents(catalog, result.change);
    const extra = alongside(result);
    const after = changed(catalog, result.change, author.now);
    if (events.length === 0 && extra.length === 0) return result;
    let { version } = catalog;
    try {
      const groups = inGroups(events, maxActions - 2 - extra.length);
      for (const [at, group] of groups.entries()) {
        await commit(table, [
          versionStep(version),
          ...group.map((event) => catalogWrite(event, after)),
          { put: changeItem(version + 1, group, author) },
          ...(at === groups.length - 1 ? extra : []),
        ]);
        version += 1;
      }
      table.catalogMemory.catalog = { ...after, version };
      return result;
    } catch (error) {
      if (isBusy(error) && version > catalog.version) throw partlyDone(error);
      // Action 0 is the version: somebody else changed the catalog since it was read.
      if (!(error instanceof ConditionsFailed) || !error.failed.has(0)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

const partlyDone = (cause: unknown) =>
  new Refusal(
    'Busy',
    'others are changing record types and roles; a part is done, ask again to go on',
    {},
    { cause },
  );

/** What one note of a change may come to, in characters: DynamoDB takes 400 KB an item. */
const largestNote = 120_000;

/** Groups that fit a transaction and its note; one, empty, when there is nothing. */
function inGroups(events: readonly CatalogEvent[], most: number): CatalogEvent[][] {
  const groups: CatalogEvent[][] = [[]];
  let size = 0;
  for (const event of events) {
    const length = JSON.stringify(event).length;
    if (groups.at(-1)?.length === most || (size > 0 && size + length > largestNote)) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)?.push(event);
    size += length;
  }
  return groups;
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

/** Where a role is. */
export const roleKey = (id: string): Key => ({
  pk: items.role.partition(),
  sk: items.role.sort(id),
});

/** Without a condition: the version guards the whole catalog. */
function catalogWrite({ kind, id, after }: CatalogEvent, catalog: Catalog): Action {
  const key =
    kind === 'role'
      ? roleKey(id)
      : { pk: items.recordType.partition(), sk: items.recordType.sort(id) };
  if (!after) return { remove: key };
  const clearing = kind === 'role' ? catalog.clearing.get(id) : undefined;
  return { put: { ...key, ...after, ...(clearing && { clearing }) } };
}

function changeItem(version: number, events: readonly CatalogEvent[], { actor, now }: Author) {
  return {
    pk: items.catalogChange.partition(),
    sk: items.catalogChange.sort(version),
    catalogVersion: version,
    events,
    actor,
    at: now,
    ...expiring(now, noteSeconds),
  };
}
