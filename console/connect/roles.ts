// The connection roles that may be set on a side, and which of them go with the other side's.
import { useQueries } from '@tanstack/react-query';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionRole } from '../../shared/contracts/role-schemas.ts';
import { useApi } from '../api/console-client.ts';
import { keyOf } from '../api/read-hooks.ts';
import type { ChoiceGroup } from '../parts/choice.tsx';
import { categoryName } from '../text/categories.ts';
import { connectText } from '../text/connect.ts';

interface Roles {
  /** Those that the service accepts on all of the types, by name. */
  readonly roles: readonly ConnectionRole[];
  readonly settled: boolean;
  readonly error: LiaisonProblem | null;
}

/** Active roles that may be used on each of these record types. */
export function useRolesFor(types: readonly string[]): Roles {
  const api = useApi();
  const different = [...new Set(types)];
  const results = useQueries({
    queries: different.map((recordType) => {
      const query = { recordType, state: 'active', limit: 100 } as const;
      return {
        queryKey: [...keyOf('listConnectionRoles', { query }), 'all'],
        queryFn: async ({ signal }: { signal: AbortSignal }) => {
          const roles: ConnectionRole[] = [];
          let cursor: string | undefined;
          do {
            const asked = cursor === undefined ? query : { ...query, cursor };
            const page = await api.listConnectionRoles({ query: asked, signal });
            roles.push(...page.items);
            cursor = page.nextCursor;
          } while (cursor !== undefined);
          return roles;
        },
      };
    }),
  });
  const lists = results.map(({ data }) => data ?? []);
  const [first = [], ...others] = lists;
  return {
    roles: first.filter(({ id }) => others.every((list) => list.some((role) => role.id === id))),
    settled: results.every(({ isSuccess }) => isSuccess),
    error: (results.find(({ error }) => error)?.error ?? null) as LiaisonProblem | null,
  };
}

/** Whether the service takes the two together: one of them has matches, or neither has any. */
export const goTogether = (one: ConnectionRole, other: ConnectionRole) =>
  one.matchingRoleIds.includes(other.id) ||
  (one.matchingRoleIds.length === 0 && other.matchingRoleIds.length === 0);

/** The role that the other side gets by itself: the first match that may be used there. */
export function defaultMatch(
  role: ConnectionRole | undefined,
  others: readonly ConnectionRole[],
): string | undefined {
  return role?.matchingRoleIds.find((id) => others.some((other) => other.id === id));
}

const optionOf = ({ id, name, category }: ConnectionRole) => ({
  value: id,
  text: name,
  note: categoryName(category),
});

/**
 * Roles for a choice: those that go with the other side's first. While the other side has none,
 * those that have a match there at all.
 */
export function roleGroups(
  roles: readonly ConnectionRole[],
  other: ConnectionRole | undefined,
  others: readonly ConnectionRole[],
): ChoiceGroup[] {
  const fits = (role: ConnectionRole) =>
    other
      ? goTogether(role, other)
      : role.matchingRoleIds.length === 0 || defaultMatch(role, others) !== undefined;
  const matching = roles.filter(fits);
  const rest = roles.filter((role) => !fits(role));
  // In the other role's own order: its default first.
  if (other) {
    const order = other.matchingRoleIds;
    matching.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
  }
  return [
    { label: rest.length > 0 ? connectText.matching : '', options: matching.map(optionOf) },
    { label: connectText.otherRoles, options: rest.map(optionOf) },
  ].filter(({ options }) => options.length > 0);
}
