// The names and categories of all connection roles: graphs tell of roles by their ids.
import { useEffect, useMemo } from 'react';
import { usePages } from '../api/queries.ts';
import { seeText } from '../text/see.ts';

/** Loads to the end: there may be more than a page holds. */
export function useRoles() {
  const { items, hasNextPage, isFetchingNextPage, fetchNextPage } = usePages(
    'listConnectionRoles',
    { query: { limit: 100 } },
  );
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return useMemo(() => {
    const byId = new Map(items.map((role) => [role.id, role]));
    return {
      roles: items,
      /** Its id until the name is known. */
      nameOf: (roleId: string | null) =>
        roleId === null ? seeText.noRole : (byId.get(roleId)?.name ?? roleId),
      categoryOf: (roleId: string | null) =>
        roleId === null ? undefined : byId.get(roleId)?.category,
    };
  }, [items]);
}
