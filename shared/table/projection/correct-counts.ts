// Correcting counts that a recount found wrong.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { CountCorrection } from '../../contracts/repair-schemas.ts';
import {
  addedByHolder,
  type Cells,
  rolesStartedOrStopped,
  sum,
  under,
} from '../../domain/counting.ts';
import { type Action, maxActions } from '../engine/commit.ts';
import { commitWith, decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt, keysUnder, pagesOf } from '../engine/read.ts';
import { items } from '../schema.ts';
import { heldRoleWrite, summaryKey, summaryOf, summaryWrite } from './record-summary.ts';

/**
 * Adds to the counts of a record, a record type or a role. What the stream adds in the meantime
 * stays, because a correction is a difference, not a new value. As when the stream counts, a role
 * that the record then begins or ceases to hold counts one record more or less. A correction of a
 * record (which may add nothing) also makes the list of its roles agree with its counts.
 * @param attached actions for the same transaction as the addition; at most 2
 * @throws Refusal Busy; AttachedFailed
 */
export async function correctCounts(
  table: Table,
  { of, add }: CountCorrection,
  attached: readonly Action[] = [],
): Promise<void> {
  if ('id' in of) return correctRecord(table, of, add, attached);
  const key =
    'type' in of
      ? { pk: items.typeCounts.partition(of.type), sk: items.typeCounts.sort(0) }
      : { pk: items.roleCounts.partition(of.roleId), sk: items.roleCounts.sort(0) };
  const isEmpty = Object.keys(add).length === 0;
  await commitWith(table, isEmpty ? [] : [{ add: key, amounts: add }], attached);
}

async function correctRecord(
  table: Table,
  record: RecordReference,
  add: Cells,
  attached: readonly Action[],
): Promise<void> {
  const isComplete = await decide(table, async () => {
    const { counts, holders } = await correction(table, record, add);
    const room = maxActions - counts.length - attached.length;
    const actions = [...counts, ...holders.slice(0, room)];
    return { actions, attached, result: holders.length <= room };
  });
  // Everything is added; only writes of the list of roles are left, those that did not fit.
  if (!isComplete) await correctRecord(table, record, {}, []);
}

/** The writes of a correction: of the counts, and of the list of roles, most important first. */
async function correction(table: Table, record: RecordReference, add: Cells) {
  const before = summaryOf(await itemAt(table, summaryKey(record)));
  const after = sum(before.cells, add);
  const corrected = `corrected#${new Date(table.clock()).toISOString()}#${table.random()}`;
  const added = addedByHolder(record.type, before.cells, after);
  const roles = [...added].map(([role, amounts]): Action => {
    return { add: { pk: items.roleCounts.partition(role), sk: items.roleCounts.sort(0) }, amounts };
  });
  const changed = new Set(rolesStartedOrStopped(before.cells, after).map(([role]) => role));
  return {
    counts: [summaryWrite(record, before, after, corrected), ...roles],
    holders: await heldRoleWrites(table, record, after, changed),
  };
}

/**
 * The writes that make the list of a record's roles agree with its counts.
 * @param first the roles to begin with
 */
async function heldRoleWrites(
  table: Table,
  record: RecordReference,
  cells: Cells,
  first: ReadonlySet<string>,
): Promise<Action[]> {
  const pk = items.heldRole.partition(record.type, record.id);
  const known = new Set<string>();
  const all = { ...keysUnder(pk, items.heldRole.sort('')), ConsistentRead: true };
  for await (const { Items = [] } of pagesOf(table, all)) {
    for (const { heldRoleId } of Items) known.add(heldRoleId);
  }
  const held = new Set(under(cells, 'role').flatMap(([role, count]) => (count > 0 ? [role] : [])));
  const isWrong = (role: string) => held.has(role) !== known.has(role);
  const wrong = new Set([...first, ...held, ...known].filter(isWrong));
  return [...wrong].map((role) => heldRoleWrite(record, role, held.has(role), table.shards));
}
