// Deleting a role that no connection has: waits until the index and the counts agree on that.
import { Refusal } from '../../contracts/error-codes.ts';
import type { Catalog, CatalogChange } from '../../domain/catalog.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { changeCatalog } from '../catalog/change-catalog.ts';
import { AttachedFailed } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { waits } from '../engine/retries.ts';
import { items } from '../schema.ts';
import { countWithChecks } from './unchanged-counts.ts';

/**
 * Deletes a role that no connection has. The index may lag, and a client that read the role a moment
 * ago may be writing a connection now. So the role is deleted only if its counts are zero and do
 * not change in the meantime; a connection that is counted later is handled by `blankDeletedRoles`.
 * @param rule the deletion; it receives the stored catalog
 * @throws what the rule throws; Refusal ConnectionRoleInUse; Busy while the counts keep changing
 */
export async function deleteUnusedRole(
  table: Table,
  id: string,
  author: Author,
  rule: (catalog: Catalog) => CatalogChange,
): Promise<void> {
  for (const wait of [...waits.countsAtRest, 0]) {
    // Each connection that is counted changes `connections` or `total`.
    const { count: counted, unchanged } = await countWithChecks(
      table,
      items.roleCounts,
      id,
      'connections',
      'total',
    );
    const count = await countConnectionsWithRole(table, id);
    if (count > 0) {
      throw new Refusal(
        'ConnectionRoleInUse',
        `${count} connections have the role ${id}; use policy=clear to blank it on them, or deactivate the role`,
        { count },
      );
    }
    try {
      const deletion = (catalog: Catalog) => ({ change: rule(catalog) });
      if (counted === 0) {
        await changeCatalog(table, author, deletion, () => unchanged);
        return;
      }
    } catch (error) {
      if (!(error instanceof AttachedFailed)) throw error;
    }
    await table.pause(wait);
  }
  throw new Refusal(
    'Busy',
    `connections with the role ${id} are still being counted; nothing was written, retry in a second`,
  );
}

/** How many connections have a role, on either side. May lag behind a write by moments. */
async function countConnectionsWithRole(table: Table, roleId: string): Promise<number> {
  let count = 0;
  for (let shard = 0; shard < table.shards; shard += 1) {
    const ofShard = {
      IndexName: 'by-role',
      KeyConditionExpression: 'roleId = :role AND #shard = :shard',
      // A connection with the role on both sides has two halves here: only the half of record1 counts.
      FilterExpression:
        'attribute_exists(#source) OR attribute_not_exists(connectedRoleId) OR connectedRoleId <> :role',
      ExpressionAttributeNames: { '#shard': 'shard', '#source': 'source' },
      ExpressionAttributeValues: { ':role': roleId, ':shard': shard },
      Select: 'COUNT',
    } as const;
    for await (const page of pagesOf(table, ofShard)) count += page.Count ?? 0;
  }
  return count;
}
