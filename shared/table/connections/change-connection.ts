// Changing, activating, deactivating and deleting one connection: both halves or neither.
import type { ChangeOfExisting } from '../../contracts/change-schemas.ts';
import type { ConnectionPatch, NewConnection } from '../../contracts/connection-schemas.ts';
import type { State } from '../../contracts/identifiers.ts';
import { Sent } from '../../contracts/sent-input.ts';
import type { Catalog } from '../../domain/catalog.ts';
import { assertVersion, type IfMatch } from '../../domain/conditional-requests.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import {
  changedBy,
  editConnection,
  replaceConnection,
  withState,
} from '../../domain/edit-connection.ts';
import { assertMayDelete } from '../../domain/ownership.ts';
import { catalogFor, type freshness } from '../catalog/freshness.ts';
import type { Action } from '../engine/commit.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { duplicateOf } from '../pairs/duplicates.ts';
import { getConnection, getWithSeries } from '../pairs/find-connection.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import { limitRefusal, Reservations } from '../pairs/reservations.ts';
import { reserved } from '../pairs/reserved-items.ts';

export interface ChangeOptions {
  readonly ifMatch: IfMatch;
  /** Actions for the same transaction as the change, or for one of their own if nothing changes. */
  readonly attached?: (after: Connection) => readonly Action[];
}

/**
 * Edits a connection. 3 calls (Query, GetItem, TransactWriteItems; 4 write units on the table); a
 * change of a role, the title or a date also reads and writes its series, and a change of a role, the title
 * or the start moves both halves. A role with a limit costs 1 read unit and 2 write units more when a role or
 * a date changes.
 * @throws Refusal NotFound, PreconditionFailed, Busy, ConnectionExists, ExternalIdTaken, ConnectionLimitReached
 *   and those of editConnection
 */
export async function patchConnection(
  table: Table,
  id: string,
  patch: ConnectionPatch | Sent<ConnectionPatch>,
  caller: Caller,
  { ifMatch, ...options }: ChangeOptions,
): Promise<Connection> {
  const sent = Sent.of(patch);
  return change(
    table,
    id,
    caller,
    {
      ...options,
      ...neededFor(sent),
      // What is wrong with the request itself comes before its preconditions (RFC 9110, 13.2.1).
      ifMatch: sent.isWhole ? ifMatch : undefined,
    },
    (current, catalog) => editConnection(catalog as Catalog, current, sent, caller),
  );
}

/** What a patch needs to be decided, by the fields that it sets. */
function neededFor({ value }: Sent<ConnectionPatch>): Needed {
  const { record1RoleId, record2RoleId, title, effectiveStart, effectiveEnd, attributes } = value;
  const setsRole = record1RoleId !== undefined || record2RoleId !== undefined;
  const setsDate = effectiveStart !== undefined || effectiveEnd !== undefined;
  const isDecidedByCatalog = setsRole || setsDate || attributes !== undefined;
  return {
    isInSeries: setsRole || setsDate || title !== undefined,
    catalog: isDecidedByCatalog ? 'setRoleOrDate' : 'editConnection',
  };
}

/** A connection before and after a change: the same object if nothing changed, null if it was deleted. */
export interface Changed {
  readonly before: Connection;
  readonly after: Connection | null;
}

/**
 * Makes one of several changes, on its own. Costs as much as the same change alone.
 * @throws Refusal as patchConnection, setConnectionState and deleteConnection
 */
export async function changeConnection(
  table: Table,
  one: ChangeOfExisting,
  caller: Caller,
): Promise<Changed> {
  const needed: Needed =
    one.op === 'update'
      ? neededFor(one.patch)
      : {
          isInSeries: one.op === 'delete',
          catalog: one.op === 'activate' ? activation : undefined,
        };
  let before: Connection | undefined;
  const after = await change(
    table,
    one.id,
    caller,
    { ...needed, ifMatch: undefined },
    (...read) => {
      [before] = read;
      return changedBy(read[1], before, one, caller);
    },
  );
  return { before: before as Connection, after };
}

/**
 * Makes a connection what a request to create it describes, after `createConnections` found that it exists. Costs
 * as much as a change of a role, without reading the catalog's version.
 * @throws Refusal as patchConnection, and of replaceConnection
 */
export async function putConnection(
  table: Table,
  id: string,
  request: Sent<NewConnection>,
  caller: Caller,
): Promise<{ before: Connection; after: Connection }> {
  let before: Connection | undefined;
  const options = { ifMatch: undefined, isInSeries: true, catalog: 'upsertConnection' } as const;
  const after = await change(table, id, caller, options, (current, catalog) => {
    before = current;
    return replaceConnection(catalog as Catalog, current, request, caller);
  });
  return { before: before as Connection, after };
}

/** A deactivated connection needs no place of a limit. */
const activation = 'activateConnection';

/**
 * Activates or deactivates. An activation also reads the catalog's version.
 * @throws Refusal NotFound, PreconditionFailed, Busy; ConnectionLimitReached; AttachedFailed
 */
export async function setConnectionState(
  table: Table,
  id: string,
  state: State,
  caller: Caller,
  options: ChangeOptions,
): Promise<Connection> {
  const rule = (current: Connection) => withState(current, state, caller);
  const catalog = state === 'active' ? activation : undefined;
  return change(table, id, caller, { ...options, isInSeries: false, catalog }, rule);
}

/** Deletes both halves. @throws Refusal NotFound, Forbidden, PreconditionFailed, Busy */
export async function deleteConnection(
  table: Table,
  id: string,
  caller: Caller,
  ifMatch: IfMatch,
): Promise<void> {
  const options = { ifMatch: undefined, isInSeries: true, catalog: undefined };
  await change(table, id, caller, options, (current) => {
    // As for records: who may not delete it learns nothing of its version.
    assertMayDelete(current, caller);
    assertVersion(ifMatch, current.version);
    return null;
  });
}

/** What a rule needs. */
interface Needed {
  /** Whether the rule may change what the connection's series says of it. */
  readonly isInSeries: boolean;
  /** How fresh a catalog the rule and the limits need; undefined if they need none. */
  readonly catalog: keyof typeof freshness | undefined;
}
type RuleOptions = ChangeOptions & Needed;

/** Takes a connection to what a rule says; the same connection is not written, null deletes it. */
async function change<After extends Connection | null>(
  table: Table,
  id: string,
  caller: Caller,
  { ifMatch, attached, isInSeries, catalog: operation }: RuleOptions,
  rule: (current: Connection, catalog: Catalog | undefined) => After,
): Promise<After> {
  return decide(table, async () => {
    const catalog = operation && (await catalogFor(table, operation));
    const { connection: current, items } = isInSeries
      ? await getWithSeries(table, id)
      : { connection: await getConnection(table, id), items: [] };
    assertVersion(ifMatch, current.version);
    const after = rule(current, catalog);
    if (after === current) return { actions: [], attached: attachedTo(after), result: after };
    const reservations = new Reservations(table, catalog);
    if (isInSeries) reservations.addSeries(current, items);
    const actions = [
      ...pairWrites(current, after, table.shards, caller),
      ...(await reservationWrites(table, reservations, current, after, catalog)),
    ];
    return { actions, attached: attachedTo(after), result: after };
  });

  function attachedTo(after: After): readonly Action[] {
    return after && attached ? attached(after) : [];
  }
}

/** @throws Refusal ConnectionExists, ExternalIdTaken, ConnectionLimitReached */
async function reservationWrites(
  table: Table,
  reservations: Reservations,
  current: Connection,
  after: Connection | null,
  catalog: Catalog | undefined,
): Promise<Action[]> {
  await reservations.readFor([{ before: current, after }]);
  if (after) {
    const changed = reserved(current, after, catalog);
    const [existing] = changed.has('series') ? reservations.collisions(after) : [];
    if (existing) throw await duplicateOf(table, after, existing);
    const taken = changed.has('externalId') && (await reservations.externalIdRefusal(after));
    if (taken) throw taken;
    const usedUp = changed.has('limit') && (await reservations.limitUsedUp(after, current));
    if (usedUp) throw limitRefusal(usedUp);
  }
  reservations.replace(current, after);
  return reservations.actions();
}
