// All connection roles: few, and asked for wherever a role is named.
import { useEffect } from 'react';
import { usePages } from '../api/read-hooks.ts';

/** By name, inactive ones too. Loads to the end: there may be more than a page holds. */
export function useRoles() {
  const query = usePages('listConnectionRoles', { query: { limit: 100 } });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return query;
}

/** How a role is called; its id until that is known, and when it is gone. */
export function useRoleNames() {
  const { items } = useRoles();
  return (id: string) => items.find((role) => role.id === id)?.name ?? id;
}
