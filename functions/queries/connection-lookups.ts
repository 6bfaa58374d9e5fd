// The operation that finds connections by their ids, by their owner, or by external id.
import type { Caller, Connection, ExternalId } from '../../shared/domain/connection-rules.ts';
import { view } from '../../shared/domain/perspective.ts';
import { catalogFor } from '../../shared/table/catalog/freshness.ts';
import { connectionsOfOwner } from '../../shared/table/lists/connections-of-owner.ts';
import {
  connectionByExternalId,
  getConnections,
} from '../../shared/table/pairs/find-connection.ts';
import type { Operations } from '../http/http-entry.ts';
import type { Answer } from '../http/http-exchange.ts';
import { listPage } from '../http/list-page.ts';
import { table } from '../telemetry/measured-table.ts';

/** Connections on a page of an owner's, if the request does not say how many. */
const standardLimit = 25;

export const connectionLookups: Pick<Operations<'queries'>, 'listConnections'> = {
  async listConnections({ params, query, url, caller }) {
    const { ids, ownerId, externalSource: source, externalKey: key, ...page } = query;
    if (ids) return byIds(ids, caller);
    if (source !== undefined && key !== undefined) return byExternalId({ source, key }, caller);
    const { limit = standardLimit, cursor, state = 'all' } = page;
    const conditions = { ownerId: ownerId as string, state };
    const list = { params, query: { ...conditions, limit, cursor }, url };
    return listPage('listConnections', list, async (atMost, after?: string) => {
      const [{ items, position }, show] = await Promise.all([
        connectionsOfOwner(table, conditions, atMost, after),
        shownTo(caller),
      ]);
      return { items: items.map(show), position };
    });
  },
};

async function byIds(ids: readonly string[], caller: Caller): Promise<Answer> {
  const [found, show] = await Promise.all([getConnections(table, ids), shownTo(caller)]);
  const items = ids.flatMap((id) => found.get(id) ?? []).map(show);
  return { status: 200, body: { items, missing: ids.filter((id) => !found.has(id)) } };
}

async function byExternalId(externalId: ExternalId, caller: Caller): Promise<Answer> {
  const [connection, show] = await Promise.all([
    connectionByExternalId(table, externalId),
    shownTo(caller),
  ]);
  return { status: 200, body: { items: connection ? [show(connection)] : [] } };
}

/** How connections are shown, from the side they were created from. */
async function shownTo({ now }: Caller) {
  const catalog = await catalogFor(table, 'showConnections');
  const today = now.slice(0, 10);
  return (connection: Connection) => view({ connection, side: 'record1' }, catalog, today);
}
