// All connections of a record that match some conditions, up to a number that a browser bears.
import { useEffect } from 'react';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useCall, usePages } from '../api/read-hooks.ts';
import type { Conditions } from './conditions.tsx';

/** More are not loaded, and that is said. */
export const connectionCap = 3000;

/**
 * Loads page after page. `items` grow as they come; `isComplete` when there are no more to come,
 * `isCapped` when there would be.
 */
export function useAllConnections(
  { type, id }: RecordReference,
  { roleId, category, connectedType, state }: Conditions,
  enabled = true,
) {
  const query = {
    roleId: roleId || undefined,
    category: category || undefined,
    connectedType: connectedType || undefined,
    state: state as 'active' | 'inactive' | 'all',
    limit: 100,
  };
  const list = usePages('listConnectionsOfRecord', { params: { type, id }, query }, { enabled });
  const summary = useCall('getRecordSummary', { params: { type, id } });
  const { items, hasNextPage, isFetchingNextPage, fetchNextPage, isError } = list;
  const isCapped = hasNextPage && items.length >= connectionCap;
  const goesOn = enabled && hasNextPage && !isCapped && !isError;
  useEffect(() => {
    if (goesOn && !isFetchingNextPage) fetchNextPage();
  }, [goesOn, isFetchingNextPage, fetchNextPage]);
  const isNarrowed = roleId !== '' || category !== '' || connectedType !== '' || state !== 'all';
  return {
    items,
    error: list.error,
    retry: () => (items.length > 0 ? fetchNextPage() : list.refetch()),
    isPending: list.isPending,
    isCapped,
    isComplete: !list.isPending && !hasNextPage,
    /** How many are to come, where the counts know it. */
    total: isNarrowed ? undefined : Math.min(summary.data?.total ?? 0, connectionCap) || undefined,
  };
}
