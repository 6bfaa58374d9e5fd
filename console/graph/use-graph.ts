// The state of the graph tab in the address, and the graph that the service returns for it.
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { Graph } from '../../shared/contracts/answers/graph-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useApi } from '../api/console-client.ts';
import { keyOf, useCall } from '../api/read-hooks.ts';
import { useUrlState } from '../base/url-state.ts';
import { useRolesById } from '../data/all-roles.ts';
import { keysIn, recordOfKey, type ShownGraph, shownGraph } from './graph-model.ts';

const graphStandard = {
  depth: '1',
  maxNodes: '200',
  roleId: '',
  category: '',
  connectedType: '',
  state: 'all',
  activeOn: '',
  /** Keys of expanded records, as `textOfKeys` writes them. */
  expanded: '',
  /** Both ends of the paths to show, as `type/id`; an empty `pathFrom` means the record itself. */
  pathFrom: '',
  pathTo: '',
  pathDepth: '4',
  view: '',
};
export type GraphState = { readonly [Key in keyof typeof graphStandard]: string };
export type SetGraphState = ReturnType<typeof useGraphState>[1];

export const useGraphState = () => useUrlState(graphStandard);

/** How many records can be expanded at once, so that an address cannot request any number of graphs. */
const maxExpanded = 30;
/** How many records one expansion adds at most. */
const nodesOfExpansion = 200;

export const expandedOf = ({ expanded }: Pick<GraphState, 'expanded'>) => keysIn(expanded);

const none: readonly never[] = [];

/** The graph of a record as described by the address, with its loading state. */
export function useGraph(record: RecordReference, state: GraphState) {
  const { type, id } = record;
  const conditions = conditionsOf(state);
  const query = { ...conditions, depth: Number(state.depth), maxNodes: Number(state.maxNodes) };
  const graph = useCall('getGraph', { params: { type, id }, query }, { keepPrevious: true });
  const expansions = useExpansions(expandedOf(state), conditions);
  const from = state.pathFrom || `${type}/${id}`;
  const paths = useCall(
    'getPaths',
    {
      query: {
        ...{ from, to: state.pathTo, maxDepth: Number(state.pathDepth), limit: 20 },
        // As in the graph; its other conditions are about the records that are followed.
        ...{ state: conditions.state, activeOn: conditions.activeOn },
      },
    },
    { enabled: state.pathTo !== '' },
  );
  const { categoryOf } = useRolesById();
  const { pathTo, category } = state;
  const shown = useMemo<ShownGraph | undefined>(() => {
    if (!graph.data) return undefined;
    return shownGraph({
      graph: graph.data,
      expansions: expansions.graphs,
      paths: pathTo === '' ? none : (paths.data?.paths ?? none),
      follows: (roleId) => category === '' || categoryOf(roleId) === category,
    });
  }, [graph.data, expansions.graphs, paths.data, pathTo, category, categoryOf]);
  return {
    shown,
    paths,
    error: graph.error ?? expansions.error,
    retry: () => Promise.all([graph.refetch(), expansions.retry()]),
    isFetching: graph.isFetching || expansions.isFetching || (paths.isFetching && !paths.data),
    isTruncated: graph.data?.truncated ?? false,
  };
}

/** Empty values are left out of the request. */
function conditionsOf({ roleId, connectedType, state, activeOn }: GraphState) {
  return {
    roleId: roleId || undefined,
    connectedType: connectedType || undefined,
    state: state as 'active' | 'inactive' | 'all',
    activeOn: activeOn || undefined,
  };
}

function useExpansions(keys: readonly string[], conditions: ReturnType<typeof conditionsOf>) {
  const api = useApi();
  const results = useQueries({
    queries: keys.slice(0, maxExpanded).map((key) => {
      const question = {
        params: recordOfKey(key) as RecordReference,
        query: { ...conditions, depth: 1, maxNodes: nodesOfExpansion },
      };
      return {
        queryKey: keyOf('getGraph', question),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.getGraph({ ...question, signal }),
      };
    }),
    combine: (all) => ({
      // `combine` keeps the same array for the same answers, so that the graph is not computed again.
      graphs: all.flatMap(({ data }) => (data ? [data as Graph] : [])),
      error: (all.find(({ error }) => error)?.error ?? null) as LiaisonProblem | null,
      isFetching: all.some(({ isFetching }) => isFetching),
      retry: () => Promise.all(all.map(({ refetch }) => refetch())),
    }),
  });
  return results;
}
