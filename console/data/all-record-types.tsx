// All record types and their names; there are few, and many pages need them.

import { useEffect } from 'react';
import { usePages } from '../api/read-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { PageLink } from '../base/page-link.tsx';

/** Ordered by name; loads all pages. */
export function useRecordTypes() {
  const query = usePages('listRecordTypes', { query: { limit: 100 } });
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return query;
}

/** The singular and plural name of a type; its id until loaded. */
export function useTypeNames() {
  const { items } = useRecordTypes();
  return (type: string) => {
    const found = items.find((each) => each.type === type);
    return { one: found?.displayName ?? type, many: found?.displayCollectionName ?? type };
  };
}

/** The first one with connections enabled is used: Dataverse's id, then the plain one. */
const userTypes = ['systemuser', 'user'];

/** The record type of the people who sign in (docs/decisions/0028); undefined if none exists, or not `isKnown`. */
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
