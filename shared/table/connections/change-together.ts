// Changes of several connections that are made together: all in one transaction, or none.
import type { SentChange } from '../../contracts/change-schemas.ts';
import { Refusal, refusedItem } from '../../contracts/error-codes.ts';
import type { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import type { Caller } from '../../domain/connection-rules.ts';
import { type Action, keyOfAction, maxActions, placeOf } from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import { type ChangeResult, planChanges } from './plan-changes.ts';

/** The result of an item that was not refused. */
export type Made = Exclude<ChangeResult, { readonly refusal: Refusal }>;

/**
 * Makes up to 20 changes, all or none: 1 TransactWriteItems of 2 to 5 writes for each connection and those of what it
 * reserves. Reads what `planChanges` reads, again after a conflict with another client.
 * @param attached actions for the same transaction; it receives the results and the catalog that was used
 * @throws Refusal ChangesRefused if one of them is refused; ValidationFailed if they need more than 100 writes;
 *   Busy; AttachedFailed
 */
export async function changeTogether(
  table: Table,
  items: readonly Sent<SentChange>[],
  caller: Caller,
  attached: (results: readonly Made[], catalog: Catalog) => readonly Action[],
): Promise<{ results: readonly Made[]; catalog: Catalog }> {
  return decide(table, async () => {
    const { results, steps, reservations, catalog } = await planChanges(
      table,
      items,
      caller,
      'together',
    );
    const made = allMade(results);
    const pairs = steps.flatMap(({ before, after }) =>
      pairWrites(before, after, table.shards, caller),
    );
    const actions = [...oneForEachKey(pairs), ...reservations.actions()];
    const extra = attached(made, catalog);
    assertFits(actions.length, extra.length);
    return { actions, attached: extra, result: { results: made, catalog } };
  });
}

/** @throws Refusal ChangesRefused with the problem of each item that is refused */
function allMade(results: readonly ChangeResult[]): readonly Made[] {
  const refused = results.flatMap((one, index) =>
    'refusal' in one ? [{ index, refusal: one.refusal }] : [],
  );
  const [first] = refused;
  if (!first) return results as readonly Made[];
  throw new Refusal(
    'ChangesRefused',
    `${refused.length} of ${results.length} changes cannot be made, so none was; ` +
      `items[${first.index}]: ${first.refusal.message}`,
    {
      results: refused.map(({ index, refusal }) => refusedItem(index, refusal)),
    },
  );
}

/**
 * A transaction writes each key once. Where a connection leaves a key and another one takes it, the second write
 * replaces the first one's item, on the first one's condition.
 */
function oneForEachKey(actions: readonly Action[]): Action[] {
  const left = new Map(
    actions.flatMap((action) => ('remove' in action ? [[placeOf(action.remove), action]] : [])),
  );
  const taken = new Set<string>();
  const puts = actions.map((action) => {
    const at = placeOf(keyOfAction(action));
    const former = 'put' in action ? left.get(at) : undefined;
    if (!former || !('put' in action)) return action;
    taken.add(at);
    return { ...action, ...(former.when && { when: former.when }) };
  });
  return puts.filter((action) => !('remove' in action && taken.has(placeOf(action.remove))));
}

/** @throws Refusal ValidationFailed */
function assertFits(own: number, attached: number): void {
  const needed = own + attached;
  if (needed <= maxActions) return;
  throw Refusal.at(
    'items',
    'ValidationFailed',
    `need ${needed} writes, but at most ${maxActions} are possible together; send fewer items, or send them ` +
      'with "atomic": false',
  );
}
