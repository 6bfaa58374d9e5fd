// All connection roles: few, and asked for wherever a role is named.
import { useEffect, useMemo } from 'react';
import { usePages } from '../api/read-hooks.ts';
import { viewsText } from '../text/views-text.ts';

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

export function useRolesById() {
  const { items } = useRoles();
  return useMemo(() => {
    const byId = new Map(items.map((role) => [role.id, role]));
    return {
      roles: items,
      /** Its id until the name is known. */
      nameOf: (roleId: string | null) =>
        roleId === null ? viewsText.noRole : (byId.get(roleId)?.name ?? roleId),
      categoryOf: (roleId: string | null) =>
        roleId === null ? undefined : byId.get(roleId)?.category,
    };
  }, [items]);
}
