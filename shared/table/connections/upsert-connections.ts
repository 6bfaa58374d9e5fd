// Creating connections, and making those that exist what the requests describe.
import type { NewConnection } from '../../contracts/connection-schemas.ts';
import { Refusal } from '../../contracts/error-codes.ts';
import { Sent } from '../../contracts/sent-input.ts';
import type { Caller, Connection } from '../../domain/connection-rules.ts';
import { changedFields, type FieldChange } from '../../domain/events/connection-change.ts';
import type { Table } from '../engine/open-table.ts';
import { connectionByExternalId, getConnection } from '../pairs/find-connection.ts';
import { putConnection } from './change-connection.ts';
import { type Created, createConnections } from './create-connections.ts';

/** The result of one request. */
export type Upserted =
  | Created
  | { readonly updated: Connection; readonly changes: readonly FieldChange[] };

/**
 * Creates up to 100 connections, and updates those that exist: a connection is the same if its external id is the
 * same or, without one, its two records, roles, title and start. Of two requests about the same connection the
 * first one wins, as in `createConnections`, whose cost and refusals this has for new connections; each update
 * costs as much as a change of a role, one after the other.
 * @throws Refusal Busy when nothing was written at all
 */
export async function upsertConnections(
  table: Table,
  requests: readonly (NewConnection | Sent<NewConnection>)[],
  caller: Caller,
): Promise<Upserted[]> {
  const inputs = requests.map(Sent.of);
  const created = await createConnections(table, inputs, caller);
  const written = new Set(
    created.flatMap((one) => ('connection' in one ? [one.connection.id] : [])),
  );
  const results: Upserted[] = [];
  for (const [at, result] of created.entries()) {
    results.push(
      'refusal' in result
        ? await updated(table, inputs[at] as Sent<NewConnection>, result.refusal, written, caller)
        : result,
    );
  }
  return results;
}

/**
 * The result of a request that was not created because something exists.
 * @param written the ids of connections that earlier requests have written; it gets this one's, too
 */
async function updated(
  table: Table,
  request: Sent<NewConnection>,
  refusal: Refusal,
  written: Set<string>,
  caller: Caller,
): Promise<Upserted> {
  try {
    const id = await existingIdFor(table, request, refusal);
    if (id === undefined || written.has(id)) return { refusal };
    const { before, after } = await putConnection(table, id, request, caller);
    written.add(id);
    if (after === before) return { identical: after };
    const change = { before, after, actor: caller.actor, at: caller.now };
    return { updated: after, changes: changedFields(change, 'record1') };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

/** The id of the connection that a request is about; undefined if another one prevents it. */
async function existingIdFor(
  table: Table,
  request: Sent<NewConnection>,
  { code, extras }: Refusal,
): Promise<string | undefined> {
  if (code !== 'ConnectionExists' && code !== 'ExternalIdTaken') return undefined;
  const { existingId, differs } = extras;
  const { externalId } = request.value;
  if (!externalId) return differs && existingId;
  const same = await connectionByExternalId(table, externalId);
  if (same || !differs || existingId === undefined) return same?.id;
  // It gets the external id, unless it has another one.
  const existing = await getConnection(table, existingId);
  return existing.externalId ? undefined : existing.id;
}
