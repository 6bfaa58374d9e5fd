// Mending counts that a recount found wrong.
import type { CountCorrection } from '../contracts/counts.ts';
import type { RecordReference } from '../contracts/identifiers.ts';
import { type Cells, sum, under } from '../domain/counts.ts';
import { type Action, ConditionsFailed, commit, type Key } from './commit.ts';
import { itemsAt, pagesOf } from './read.ts';
import { items, shardOf } from './schema.ts';
import { backOff, busy, type Table } from './table.ts';

/**
 * Adds to the counts of a record, a record type or a role. What the stream adds meanwhile stays:
 * a correction is a difference, not a new value. A correction of a record (which may add nothing)
 * also makes the roles that it is known to hold those that its counts have.
 * @throws Refusal Busy
 */
export async function correctCounts(table: Table, { of, add }: CountCorrection): Promise<void> {
  if ('id' in of) return correctRecord(table, of, add);
  if (Object.keys(add).length === 0) return;
  const key =
    'type' in of
      ? { pk: items.typeCounts.partition(of.type), sk: items.typeCounts.sort(0) }
      : { pk: items.roleCounts.partition(of.roleId), sk: items.roleCounts.sort(0) };
  await commit(table, [{ add: key, amounts: add }]);
}

async function correctRecord(table: Table, record: RecordReference, add: Cells): Promise<void> {
  const key: Key = {
    pk: items.summary.partition(record.type, record.id),
    sk: items.summary.sort(),
  };
  for (let attempt = 0; attempt < 12; attempt += 1) {
    const [summary] = await itemsAt(table, [key], { consistent: true });
    const revision = summary?.revision as string | undefined;
    const cells = sum((summary?.cells ?? {}) as Cells, add);
    const when =
      revision === undefined
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'revision = :revision', values: { revision } };
    const corrected = `corrected#${new Date(table.clock()).toISOString()}#${table.random()}`;
    const summaryWrite: Action =
      Object.keys(cells).length > 0
        ? { put: { ...key, cells, revision: corrected }, when }
        : revision === undefined
          ? { check: key, when }
          : { remove: key, when };
    try {
      await commit(table, [summaryWrite, ...(await heldRoleWrites(table, record, cells))]);
      return;
    } catch (error) {
      if (!(error instanceof ConditionsFailed)) throw error;
    }
    await backOff(table, attempt);
  }
  throw busy();
}

/** What makes the roles that a record is known to hold the ones it has a count for. */
async function heldRoleWrites(
  table: Table,
  { type, id }: RecordReference,
  cells: Cells,
): Promise<Action[]> {
  const pk = items.heldRole.partition(type, id);
  const known = new Set<string>();
  const all = {
    KeyConditionExpression: 'pk = :partition AND begins_with(sk, :kind)',
    ExpressionAttributeValues: { ':partition': pk, ':kind': items.heldRole.sort('') },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of pagesOf(table, all)) {
    for (const { heldRoleId } of Items) known.add(heldRoleId);
  }
  const held = new Set(under(cells, 'role').flatMap(([role, count]) => (count > 0 ? [role] : [])));
  const missing = [...held].filter((role) => !known.has(role));
  const wrong = [...known].filter((role) => !held.has(role));
  const shard = shardOf(type, id, table.shards);
  return [
    ...missing.map((role): Action => {
      const holder = { heldRoleId: role, shard, holderType: type, holderId: id };
      return { put: { pk, sk: items.heldRole.sort(role), ...holder } };
    }),
    ...wrong.map((role): Action => ({ remove: { pk, sk: items.heldRole.sort(role) } })),
  ];
}
