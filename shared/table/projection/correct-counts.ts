// Mending counts that a recount found wrong.
import type { CountCorrection } from '../../contracts/count-schemas.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import {
  addedByHolder,
  type Cells,
  rolesBegunOrCeased,
  sum,
  under,
} from '../../domain/counting.ts';
import { busy } from '../engine/busy.ts';
import { type Action, ConditionsFailed, commit, maxActions } from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { itemsAt, pagesOf } from '../engine/read.ts';
import { keysUnder } from '../lists/seek.ts';
import { items } from '../schema.ts';
import { heldRoleWrite, summaryKey, summaryOf, summaryWrite } from './record-summary.ts';

/** How often a correction is tried anew because the stream counted for the same record. */
const attempts = 12;

/**
 * Adds to the counts of a record, a record type or a role. What the stream adds meanwhile stays:
 * a correction is a difference, not a new value. As when the stream counts, a role that a record
 * begins or ceases to hold by it counts one record more or less. A correction of a record (which
 * may add nothing) also makes the roles that it is known to hold those that its counts have.
 * @param alongside written in the same transaction as what is added; at most 2 actions
 * @throws Refusal Busy; ConditionsFailed of `alongside`
 */
export async function correctCounts(
  table: Table,
  { of, add }: CountCorrection,
  alongside: readonly Action[] = [],
): Promise<void> {
  if ('id' in of) return correctRecord(table, of, add, alongside);
  const key =
    'type' in of
      ? { pk: items.typeCounts.partition(of.type), sk: items.typeCounts.sort(0) }
      : { pk: items.roleCounts.partition(of.roleId), sk: items.roleCounts.sort(0) };
  const isEmpty = Object.keys(add).length === 0;
  const actions = [...(isEmpty ? [] : [{ add: key, amounts: add }]), ...alongside];
  if (actions.length > 0) await commit(table, actions);
}

async function correctRecord(
  table: Table,
  record: RecordReference,
  add: Cells,
  alongside: readonly Action[],
): Promise<void> {
  let [left, beside] = [add, alongside];
  for (let attempt = 0; attempt < attempts; ) {
    const { counts, holders } = await correction(table, record, left);
    const room = maxActions - counts.length - beside.length;
    try {
      await commit(table, [...counts, ...holders.slice(0, room), ...beside]);
      if (holders.length <= room) return;
      // All is added. Of the roles known to be held, those that did not fit are left.
      [left, beside] = [{}, []];
    } catch (error) {
      // Only the summary, which comes first, has somebody else's counts to be added to.
      if (!(error instanceof ConditionsFailed) || !error.failed.has(0)) throw error;
      await backOff(table, attempt);
      attempt += 1;
    }
  }
  throw busy();
}

/** The writes of a correction: of counts; of the roles known to be held, most important first. */
async function correction(table: Table, record: RecordReference, add: Cells) {
  const [item] = await itemsAt(table, [summaryKey(record)], { consistent: true });
  const before = summaryOf(item);
  const after = sum(before.cells, add);
  const corrected = `corrected#${new Date(table.clock()).toISOString()}#${table.random()}`;
  const added = addedByHolder(record.type, before.cells, after);
  const roles = [...added].map(([role, amounts]): Action => {
    return { add: { pk: items.roleCounts.partition(role), sk: items.roleCounts.sort(0) }, amounts };
  });
  const changed = new Set(rolesBegunOrCeased(before.cells, after).map(([role]) => role));
  return {
    counts: [summaryWrite(record, before, after, corrected), ...roles],
    holders: await heldRoleWrites(table, record, after, changed),
  };
}

/**
 * What makes the roles that a record is known to hold the ones it has a count for.
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
