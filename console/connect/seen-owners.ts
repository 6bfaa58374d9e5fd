// Owners of the connections that have been loaded: whom one may want to give another one to.
import { useQueryClient } from '@tanstack/react-query';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';

type Pages = { readonly pages: readonly { readonly items: readonly ConnectionView[] }[] };

/** Those of the most connections first; ten at most. */
export function useSeenOwners(): string[] {
  const counts = new Map<string, number>();
  const lists = useQueryClient().getQueriesData<Pages>({ queryKey: ['listConnectionsOfRecord'] });
  for (const [, list] of lists) {
    for (const { ownerId } of list?.pages.flatMap(({ items }) => items) ?? []) {
      counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
    }
  }
  const most = [...counts].sort(([, one], [, other]) => other - one);
  return most.slice(0, 10).map(([ownerId]) => ownerId);
}
