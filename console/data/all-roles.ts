// All connection roles and their names; there are few, and many pages need them.
import { useEffect, useMemo } from 'react';
import { usePages } from '../api/read-hooks.ts';
import { viewsText } from '../text/views-text.ts';

/** Ordered by name, including inactive roles; loads all pages. */
export function useRoles() {
  const query = usePages('listConnectionRoles', { query: { limit: 100 } });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return query;
}

/** The name of a role; its id until loaded, and after the role is deleted. */
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
      /** The role's id until the name is loaded. */
      nameOf: (roleId: string | null) =>
        roleId === null ? viewsText.noRole : (byId.get(roleId)?.name ?? roleId),
      categoryOf: (roleId: string | null) =>
        roleId === null ? undefined : byId.get(roleId)?.category,
    };
  }, [items]);
}
