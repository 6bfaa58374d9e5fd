// The names and categories of all connection roles: graphs tell of roles by their ids.
import { useMemo } from 'react';
import { useRoles } from '../find/roles.ts';
import { seeText } from '../text/see.ts';

export function useRolesById() {
  const { items } = useRoles();
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
