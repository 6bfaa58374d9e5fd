// Changing, activating, deactivating and deleting one connection: both halves or neither.
import type { ConnectionPatch } from '../../contracts/connection-schemas.ts';
import type { State } from '../../contracts/identifiers.ts';
import { Sent } from '../../contracts/sent-input.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { editConnection, withState } from '../../domain/edit-connection.ts';
import { assertMayDelete } from '../../domain/ownership.ts';
import { isSameJson } from '../../text/same-json.ts';
import { catalogFor } from '../catalog/freshness.ts';
import type { Action } from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt } from '../engine/read.ts';
import { duplicateOf } from '../pairs/duplicates.ts';
import {
  externalIdKey,
  holderOfExternalId,
  keptForOthers,
  withoutRemovals,
} from '../pairs/external-id.ts';
import {
  getConnection,
  getWithSeries,
  refusalUnlessLeft,
  type WithSeries,
} from '../pairs/find-connection.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import { changesSeries, seriesKey } from '../pairs/series-item.ts';

export interface ChangeOptions {
  readonly ifMatch: IfMatch;
  /** Actions for the same transaction as the change, or for one of their own if nothing changes. */
  readonly attached?: (after: Connection) => readonly Action[];
}

/**
 * Edits a connection. 3 calls (Query, GetItem, TransactWriteItems; 4 write units on the table); a
 * change of a role, the title or a date also reads and writes its series, and a change of a role, the title
 * or the start moves both halves.
 * @throws Refusal NotFound, PreconditionFailed, Busy, ConnectionExists, ExternalIdTaken and those of editConnection
 */
export async function patchConnection(
  table: Table,
  id: string,
  patch: ConnectionPatch | Sent<ConnectionPatch>,
  caller: Caller,
  { ifMatch, ...options }: ChangeOptions,
): Promise<Connection> {
  const sent = Sent.of(patch);
  const { record1RoleId, record2RoleId, title, effectiveStart, effectiveEnd } = sent.value;
  const setsRole = record1RoleId !== undefined || record2RoleId !== undefined;
  const setsDate = effectiveStart !== undefined || effectiveEnd !== undefined;
  const isInSeries = setsRole || setsDate || title !== undefined;
  // What is wrong with the request itself comes before its preconditions (RFC 9110, 13.2.1).
  const condition = sent.isWhole ? ifMatch : undefined;
  const changeOptions = { ...options, ifMatch: condition, isInSeries };
  return change(table, id, caller, changeOptions, async (current) => {
    const isDecidedByCatalog = setsRole || sent.value.attributes !== undefined;
    const catalog = await catalogFor(table, isDecidedByCatalog ? 'setRole' : 'editConnection');
    return editConnection(catalog, current, sent, caller);
  });
}

/** Activates or deactivates. @throws Refusal NotFound, PreconditionFailed, Busy; AttachedFailed */
export async function setConnectionState(
  table: Table,
  id: string,
  state: State,
  caller: Caller,
  options: ChangeOptions,
): Promise<Connection> {
  const rule = (current: Connection) => withState(current, state, caller);
  return change(table, id, caller, { ...options, isInSeries: false }, rule);
}

/** Deletes both halves. @throws Refusal NotFound, Forbidden, PreconditionFailed, Busy */
export async function deleteConnection(
  table: Table,
  id: string,
  caller: Caller,
  ifMatch: IfMatch,
): Promise<void> {
  const options = { ifMatch: undefined, isInSeries: true };
  await change(table, id, caller, options, (current) => {
    // As for records: who may not delete it learns nothing of its version.
    assertMayDelete(current, caller);
    assertVersion(ifMatch, current.version);
    return null;
  });
}

/**
 * Takes a connection to what a rule says; the same connection is not written, null deletes it.
 * @param isInSeries whether the rule may change what the connection's series says of it
 */
async function change<After extends Connection | null>(
  table: Table,
  id: string,
  caller: Caller,
  { ifMatch, attached, isInSeries }: ChangeOptions & { readonly isInSeries: boolean },
  rule: (current: Connection) => After | Promise<After>,
): Promise<After> {
  /** External ids that are kept for other connections. */
  const foreign = new Set<string>();
  let wanted: { readonly after: Connection | null; readonly actions: Action[] } | undefined;
  const decision = async () => {
    const read = isInSeries ? await getWithSeries(table, id) : undefined;
    const current = read?.connection ?? (await getConnection(table, id));
    assertVersion(ifMatch, current.version);
    const after = await rule(current);
    if (after) await assertExternalIdFree(table, current, after);
    const actions =
      after === current
        ? []
        : withoutRemovals(pairWrites(current, after, table.shards, caller), foreign);
    if (read && changesSeries(current, after)) {
      actions.push(...(await seriesWrites(table, read, after)));
    }
    wanted = { after, actions };
    return { actions, attached: after && attached ? attached(after) : [], result: after };
  };
  return decide(table, decision, {
    async onConflict(failed) {
      const { after, actions = [] } = wanted ?? {};
      const others = keptForOthers(actions, failed);
      for (const place of others) foreign.add(place);
      if (others.length > 0) return true;
      const holder = after && holderOfExternalId(actions, failed, after);
      if (!after?.externalId || !holder) return false;
      const refusal = await refusalUnlessLeft(table, after.externalId, holder);
      if (refusal) throw refusal;
      return true;
    },
  });
}

/** Reads only if a connection gets an external id: 1 GetItem. @throws Refusal ExternalIdTaken */
async function assertExternalIdFree(table: Table, current: Connection, after: Connection) {
  const { externalId } = after;
  if (!externalId || isSameJson(externalId, current.externalId)) return;
  const keeper = await itemAt(table, externalIdKey(externalId));
  const holder = keeper?.id as string | undefined;
  if (holder === undefined || holder === current.id) return;
  const refusal = await refusalUnlessLeft(table, externalId, holder);
  if (refusal) throw refusal;
}

/** @throws Refusal ConnectionExists */
async function seriesWrites(
  table: Table,
  { connection, series }: WithSeries,
  after: Connection | null,
): Promise<Action[]> {
  if (after && !series.has(after)) await series.read(table, [seriesKey(after)]);
  const [existing] = after ? series.collisions(after) : [];
  if (after && existing) throw await duplicateOf(table, after, existing);
  series.replace(connection, after);
  return series.actions();
}
