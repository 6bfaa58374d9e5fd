// Reads of the service in React: one query, a list that loads as one scrolls, and their keys.
import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo } from 'react';
import { setup } from '../parts/setup.ts';
import type { Api } from './api.ts';
import { ApiError } from './api-error.ts';
import type { CalledRoute } from './paths.ts';
import type { Answer, Asked, ItemOf, PagedRoute, Request } from './types.ts';

export const ApiContext = createContext<Api | undefined>(undefined);

/** The service; inside the shell only. */
export const useApi = () => setup(useContext(ApiContext));

/** Only what may pass by itself is tried again, twice; the rest is shown at once. */
const retry = (failures: number, error: Error) =>
  failures < 2 && error instanceof ApiError && error.isPassing;

/**
 * Who comes back to the window after so long, in ms, sees what is there now. Not each time: a list
 * is read again page by page, and a record's page has a dozen reads.
 */
const longAgo = 5 * 60_000;

const isLongAgo = ({ state }: { readonly state: { readonly dataUpdatedAt: number } }) =>
  Date.now() - state.dataUpdatedAt > longAgo;

export const newQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry,
        staleTime: 10_000,
        refetchOnWindowFocus: isLongAgo,
        // Without a network `fetch` fails at once, and that is shown: no query hangs.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

/** Key of every query: the route first, so that a change can say which routes it makes stale. */
export const keyOf = <Name extends CalledRoute>(name: Name, asked: Asked<Name>) =>
  [name, asked.params ?? {}, asked.query ?? {}] as const;

/** How a read may be tuned. */
interface ReadOptions {
  /** false: does not ask yet. Default true. */
  readonly enabled?: boolean;
  /** Shows what was there for the question before until the answer has come. Default false. */
  readonly keepPrevious?: boolean;
}

const keptPrevious = <Data>(data: Data) => data;

/** One answer of a route. */
export function useCall<Name extends CalledRoute>(
  name: Name,
  asked: Asked<Name>,
  { enabled = true, keepPrevious = false }: ReadOptions = {},
) {
  const api = useApi();
  return useQuery<Answer<Name>, ApiError>({
    queryKey: keyOf(name, asked),
    queryFn: ({ signal }) => api.call(name, { ...asked, signal } as Request<Name>),
    enabled,
    ...(keepPrevious ? { placeholderData: keptPrevious as never } : {}),
  });
}

/** A list, page by page: `items` are those that have come; `fetchNextPage` brings more. */
export function usePages<Name extends PagedRoute>(
  name: Name,
  asked: Asked<Name>,
  { enabled = true, keepPrevious = false }: ReadOptions = {},
) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: keyOf(name, asked),
    queryFn: async ({ signal, pageParam }) => {
      const page = { ...asked.query, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const request = { ...asked, query: page, signal } as unknown as Request<Name>;
      const answer: unknown = await api.call(name, request);
      return answer as { items: ItemOf<Name>[]; nextCursor?: string };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor,
    enabled,
    ...(keepPrevious ? { placeholderData: keptPrevious as never } : {}),
  });
  const pages = query.data?.pages;
  const items = useMemo(() => {
    const all = pages?.flatMap((page) => page.items) ?? [];
    // One that was just made stands first until its own page comes (connection-rows.ts).
    return name === 'listConnectionsOfRecord' ? firstOfEach(all as Identified[]) : all;
  }, [pages, name]) as ItemOf<Name>[];
  return { ...query, error: query.error as ApiError | null, items };
}

interface Identified {
  readonly id: string;
}

function firstOfEach(items: readonly Identified[]) {
  const seen = new Set<string>();
  return items.filter(({ id }) => !seen.has(id) && seen.add(id));
}
