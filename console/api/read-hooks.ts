// React hooks that read from the service: one answer, or a list that loads as one scrolls.
import { QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type {
  AnswerOf,
  ItemOf,
  Operation,
  PagedOperation,
  RequestOf,
  Target,
} from '../../shared/client/operation-types.ts';
import type { OperationName } from '../../shared/client/operations.ts';
import { useApi } from './console-client.ts';

/** Temporary failures are retried twice; all others are shown at once. */
const retry = (failures: number, error: Error) =>
  failures < 2 && error instanceof LiaisonProblem && error.isRetryable;

/**
 * Someone who returns to the window after this long, in ms, sees current data. Not after each
 * return: a list is read again page by page, and a record's page makes a dozen reads.
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
        // Without a network `fetch` fails at once, and the page shows that: no query hangs.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });

/** Key of every query: the operation first, so that a write can name the reads it makes stale. */
export const keyOf = <Name extends OperationName>(name: Name, target: Target<Name>) =>
  [name, target.params ?? {}, target.query ?? {}] as const;

interface ReadOptions {
  /** false: makes no request yet. Default true. */
  readonly enabled?: boolean;
  /** Shows the previous target's data until the answer arrives. Default false. */
  readonly keepPrevious?: boolean;
}

const keptPrevious = <Data>(data: Data) => data;

/** The answer of one operation. */
export function useCall<Name extends OperationName>(
  name: Name,
  target: Target<Name>,
  { enabled = true, keepPrevious = false }: ReadOptions = {},
) {
  const operation: Operation<Name> = useApi()[name];
  return useQuery<AnswerOf<Name>, LiaisonProblem>({
    queryKey: keyOf(name, target),
    queryFn: ({ signal }) => operation({ ...target, signal } as RequestOf<Name>),
    enabled,
    ...(keepPrevious ? { placeholderData: keptPrevious as never } : {}),
  });
}

/** A list, page by page: `items` are those loaded so far; `fetchNextPage` loads more. */
export function usePages<Name extends PagedOperation>(
  name: Name,
  target: Target<Name>,
  { enabled = true, keepPrevious = false }: ReadOptions = {},
) {
  const operation: Operation<Name> = useApi()[name];
  const query = useInfiniteQuery({
    queryKey: keyOf(name, target),
    queryFn: async ({ signal, pageParam }) => {
      const page = { ...target.query, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const request = { ...target, query: page, signal } as unknown as RequestOf<Name>;
      const answer: unknown = await operation(request);
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
    // A connection that was just created is shown first, and may be loaded again with its own page
    // (connection-rows.ts).
    return name === 'listConnectionsOfRecord' ? firstOfEach(all as Identified[]) : all;
  }, [pages, name]) as ItemOf<Name>[];
  return { ...query, error: query.error as LiaisonProblem | null, items };
}

interface Identified {
  readonly id: string;
}

function firstOfEach(items: readonly Identified[]) {
  const seen = new Set<string>();
  return items.filter(({ id }) => !seen.has(id) && seen.add(id));
}
