// Lists every half as stored, for export and verify.
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Page } from '../../contracts/paging.ts';
import type { Half } from '../../domain/perspective.ts';
import type { Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';

/** Items of all kinds that a Scan reads for each half of the page, as most items are no halves. */
const itemsPerHalf = 5;
/** Maximum number of Scans for one page. */
const maxScans = 10;

/**
 * One page of all halves, in no particular order. Each item is read strongly consistently, but the
 * pages are not a snapshot. A page can have fewer than `limit` halves, or none, and still have a
 * position at which to continue.
 */
export async function allHalves(
  table: Table,
  limit: number,
  after?: Key,
): Promise<Page<Half> & { position?: Key }> {
  const found: HalfItem[] = [];
  let start: Record<string, unknown> | undefined = after && { ...after };
  for (let scans = 0; scans < maxScans; scans += 1) {
    const page = await table.db.send(
      new ScanCommand({
        TableName: table.name,
        FilterExpression: 'attribute_exists(connectedType)',
        ConsistentRead: true,
        Limit: itemsPerHalf * limit,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    found.push(...((page.Items ?? []) as HalfItem[]));
    start = page.LastEvaluatedKey;
    if (!start || found.length > limit) break;
  }
  const items = found.slice(0, limit).map(halfOf);
  const last = found[limit - 1];
  if (found.length > limit && last) return { items, position: { pk: last.pk, sk: last.sk } };
  return { items, ...(start && { position: start as unknown as Key }) };
}
