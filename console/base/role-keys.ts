// A role in addresses and queries: its id, or `-` for no role, as the service names it.

export const noRoleKey = '-';

export const keyOfRole = (roleId: string | null): string => roleId ?? noRoleKey;
