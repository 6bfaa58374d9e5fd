// A count as the sum of its parts, with the checks that it does not change before a write.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Action } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { countParts, type items } from '../schema.ts';

/** The counts of a record type or a role. */
type Counts = typeof items.typeCounts | typeof items.roleCounts;

/**
 * A cell of the counts of a type or role, summed over all parts, and the checks that this cell and
 * `others` do not change in the meantime: one for each part, at most 64. Strongly consistent; 1 Query.
 */
export async function countWithChecks(
  table: Table,
  counts: Counts,
  id: string,
  cell: string,
  ...others: readonly string[]
): Promise<{ count: number; unchanged: readonly Action[] }> {
  const pk = counts.partition(id);
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :counts',
      ExpressionAttributeValues: { ':counts': pk },
      ConsistentRead: true,
    }),
  );
  const count = Items.reduce((sum, part) => sum + ((part[cell] as number | undefined) ?? 0), 0);
  const known = new Map(Items.map((item) => [item.sk as string, item]));
  const parts = Array.from({ length: countParts(table.shards) }, (_, part) => part);
  const unchanged = parts.map((part): Action => {
    const check = { pk, sk: counts.sort(part) };
    return { check, when: isStill(known.get(check.sk), cell, ...others) };
  });
  return { count, unchanged };
}
