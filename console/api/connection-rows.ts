// Rows of loaded lists after a write of connections: changed, added or taken away in place, so that a
// list of thousands is not read anew for one of them.
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { keyOf } from './queries.ts';
import { seenFrom } from './seen-from.ts';
import type { Asked } from './types.ts';

const list = 'listConnectionsOfRecord';
type Query = NonNullable<Asked<typeof list>['query']>;
type Pages = InfiniteData<{ items: ConnectionView[]; nextCursor?: string }>;

/** What the service answered, as created, wherever it is shown. A changed row keeps its place. */
export function showConnection(client: QueryClient, connection: ConnectionView): void {
  const { id } = connection;
  client.setQueryData(keyOf('getConnection', { params: { id } }), connection);
  for (const [key, pages] of loaded(client)) {
    const [, record, query] = key as readonly [string, RecordReference, Query];
    const seen = seenFrom(connection, record);
    if (!seen) continue;
    const before = pages.pages.flatMap(({ items }) => items).find((each) => each.id === id);
    const belongs = matches(seen, query, before);
    if (belongs === undefined) client.invalidateQueries({ queryKey: key, exact: true });
    else if (!belongs) change(client, key, (items) => items.filter((each) => each.id !== id));
    else if (before) {
      change(client, key, (items) => items.map((each) => (each.id === id ? seen : each)));
    } else if (connection.version === 1) {
      // New: where one looks first. Reading the list anew puts it where it belongs.
      change(client, key, (items, page) => (page === 0 ? [seen, ...items] : items));
    }
  }
}

/** Of one that was deleted. */
export function dropConnection(client: QueryClient, id: string): void {
  client.invalidateQueries({ queryKey: keyOf('getConnection', { params: { id } }), exact: true });
  for (const [key] of loaded(client)) {
    change(client, key, (items) => items.filter((each) => each.id !== id));
  }
}

function loaded(client: QueryClient): [QueryKey, Pages][] {
  return client
    .getQueriesData<Pages>({ queryKey: [list] })
    .flatMap(([key, pages]): [QueryKey, Pages][] => (pages ? [[key, pages]] : []));
}

function change(
  client: QueryClient,
  key: QueryKey,
  next: (items: ConnectionView[], page: number) => ConnectionView[],
): void {
  // What is on its way would bring the row as it was.
  client.cancelQueries({ queryKey: key, exact: true });
  client.setQueryData<Pages>(
    key,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page, at) => ({ ...page, items: next(page.items, at) })),
      },
  );
}

/** Whether a list with these filters has the row; undefined when only the service can tell. */
function matches(
  seen: ConnectionView,
  query: Query,
  before: ConnectionView | undefined,
): boolean | undefined {
  const { roleId, connectedRoleId, connectedType, connectedId, ownerId, state, activeOn } = query;
  const { record2, effectiveStart, effectiveEnd } = seen;
  const equal: readonly (readonly [unknown, unknown])[] = [
    [roleId, seen.record1RoleId],
    [connectedRoleId, seen.record2RoleId],
    [connectedType, record2.type],
    [connectedId, record2.id],
    [ownerId, seen.ownerId],
    [state === 'all' ? undefined : state, seen.state],
  ];
  if (equal.some(([asked, has]) => asked !== undefined && asked !== '' && asked !== has)) {
    return false;
  }
  if (activeOn && ((effectiveStart ?? '') > activeOn || (effectiveEnd ?? '9999') < activeOn)) {
    return false;
  }
  // A role's category and the connected record's attributes are not in the row.
  if (query.category && seen.record1RoleId !== before?.record1RoleId) return undefined;
  if (query.filter && !before) return undefined;
  return true;
}
