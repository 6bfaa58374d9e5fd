// All record types: few, and asked for by much of the console.

import { useEffect } from 'react';
import { usePages } from '../api/read-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { PageLink } from '../base/page-link.tsx';

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

/** The first that is enabled: Dataverse's, and plain. */
const userTypes = ['systemuser', 'user'];

/** undefined: there is none, or that is not known while not `isKnown`. */
export function useUserType() {
  const { items, isSuccess } = useRecordTypes();
  const type = userTypes
    .map((each) => items.find((one) => one.type === each && one.connectionsEnabled))
    .find((found) => found !== undefined);
  return { type, isKnown: isSuccess };
}

/** A record type's name, as a link to its records. */
export const TypeLink = ({ type }: { readonly type: string }) => (
  <PageLink to={recordsLink(type)}>{useTypeNames()(type).one}</PageLink>
);
