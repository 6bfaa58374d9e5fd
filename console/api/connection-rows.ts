// Updates the rows of loaded lists after a write of connections: changes, adds or removes them in
// place, so that a list of thousands is not read again for one row.
import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { Target } from '../../shared/client/operation-types.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { foldText } from '../../shared/text/fold-text.ts';
import { keyOfRole } from '../base/role-keys.ts';
import { keyOf } from './read-hooks.ts';
import { seenFrom } from './seen-from.ts';

const list = 'listConnectionsOfRecord';
type Query = NonNullable<Target<typeof list>['query']>;
type Pages = InfiniteData<{ items: ConnectionView[]; nextCursor?: string }>;

/** Shows a connection, as the service returned it, in every list. A changed row keeps its place. */
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
      // New rows come first, where people look. Reading the list again puts them in their place.
      change(client, key, (items, page) => (page === 0 ? [seen, ...items] : items));
    }
  }
}

/** Removes a deleted connection from every list. */
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
  // A request in flight would restore the old row.
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

/** Whether a list with these filters includes the row; undefined when only the service can tell. */
function matches(
  seen: ConnectionView,
  query: Query,
  before: ConnectionView | undefined,
): boolean | undefined {
  const { roleId, connectedRoleId, connectedType, connectedId, ownerId, title, state, activeOn } =
    query;
  const { record2, effectiveStart, effectiveEnd } = seen;
  const equal: readonly (readonly [unknown, unknown])[] = [
    [roleId, keyOfRole(seen.record1RoleId)],
    [connectedRoleId, keyOfRole(seen.record2RoleId)],
    [connectedType, record2.type],
    [connectedId, record2.id],
    [ownerId, seen.ownerId],
    [title && foldText(title), seen.title && foldText(seen.title)],
    [state === 'all' ? undefined : state, seen.state],
  ];
  if (equal.some(([asked, has]) => asked !== undefined && asked !== '' && asked !== has)) {
    return false;
  }
  if (activeOn && ((effectiveStart ?? '') > activeOn || (effectiveEnd ?? '9999') < activeOn)) {
    return false;
  }
  // The row does not contain the role's category and the connected record's attributes.
  if (query.category && seen.record1RoleId !== before?.record1RoleId) return undefined;
  if (query.filter && !before) return undefined;
  return true;
}
