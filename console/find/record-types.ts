// All record types: few, and asked for by much of the console.
import { useEffect } from 'react';
import { usePages } from '../api/read-hooks.ts';

/** By name. Loads to the end: there may be more than a page holds. */
export function useRecordTypes() {
  const query = usePages('listRecordTypes', { query: { limit: 100 } });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return query;
}

/** How a type is called; its id until that is known. */
export function useTypeNames() {
  const { items } = useRecordTypes();
  return (type: string) => {
    const found = items.find((each) => each.type === type);
    return { one: found?.displayName ?? type, many: found?.displayCollectionName ?? type };
  };
}
