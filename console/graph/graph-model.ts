// The shown graph: the service's answers combined, filtered by category, with parallel edges spread out.

import type { NamedRecord, Validity } from '../../shared/contracts/answers/connection-answers.ts';
import type { Graph, GraphEdge, Path } from '../../shared/contracts/answers/graph-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { isRecordId } from '../../shared/text/record-id.ts';

/** `type/id`, as addresses and paths have it. */
export type RecordKey = string;

export const keyOfRecord = ({ type, id }: RecordReference): RecordKey => `${type}/${id}`;

/** The record reference of a key; undefined for an invalid key. */
export function recordOfKey(key: RecordKey): RecordReference | undefined {
  const slash = key.indexOf('/');
  const id = key.slice(slash + 1);
  return slash < 1 || !isRecordId(id) ? undefined : { type: key.slice(0, slash), id };
}

/** Keys as one text of the address, separated by spaces, which no id contains. */
export const textOfKeys = (keys: readonly RecordKey[]): string => keys.join(' ');

/** The valid keys in such a text. */
export const keysIn = (text: string): RecordKey[] =>
  text.split(' ').filter((key) => recordOfKey(key) !== undefined);

export interface ShownNode extends NamedRecord {
  readonly key: RecordKey;
  /** Distance from the root over the shown connections; undefined: not connected to the root. */
  readonly depth: number | undefined;
  /** How many connections the record has in total, if known. */
  readonly degree: number | undefined;
  /** How many of its connections are shown. */
  readonly shown: number;
}

export interface ShownEdge {
  readonly id: string;
  readonly from: RecordKey;
  readonly to: RecordKey;
  readonly fromRoleId: string | null;
  readonly toRoleId: string | null;
  readonly title: string | null;
  readonly validity: Validity;
  readonly state: 'active' | 'inactive';
  /**
   * How far the edge is bent away from the straight line, in multiples of the gap, to the left as
   * seen from the record with the smaller key: edges between the same two records are spread out.
   */
  readonly bend: number;
}

export interface ShownGraph {
  readonly root: RecordKey;
  /** The root first, then by depth. */
  readonly nodes: readonly ShownNode[];
  readonly edges: readonly ShownEdge[];
}

interface Parts {
  readonly graph: Graph;
  /** Neighbourhoods of records that were expanded. */
  readonly expansions: readonly Graph[];
  /** Paths to show in addition. */
  readonly paths: readonly Path[];
  /** Whether the graph is followed from a record that has this role. */
  readonly follows: (roleId: string | null) => boolean;
}

/** Combines all parts: each record and each connection once. Paths are always shown completely. */
export function shownGraph({ graph, expansions, paths, follows }: Parts): ShownGraph {
  const named = new Map<RecordKey, NamedRecord & { degree?: number | undefined }>();
  const edges = new Map<string, GraphEdge>();
  for (const part of [graph, ...expansions]) {
    for (const node of part.nodes) {
      const key = keyOfRecord(node);
      if (named.get(key)?.degree === undefined) named.set(key, node);
    }
    for (const edge of part.edges) edges.set(edge.id, edge);
  }
  const kept = new Set<string>();
  const keptNodes = new Set<RecordKey>();
  for (const path of paths) {
    for (const node of path.nodes) {
      const key = keyOfRecord(node);
      keptNodes.add(key);
      if (!named.has(key)) named.set(key, node);
    }
    for (const edge of path.edges) {
      kept.add(edge.id);
      edges.set(edge.id, edge);
    }
  }
  const root = keyOfRecord(graph.root);
  const depths = reach(root, [...edges.values()], follows, kept);
  const shown = [...edges.values()].filter(({ id, from, to }) => {
    const both = depths.edges.has(id);
    return (both || kept.has(id)) && named.has(keyOfRecord(from)) && named.has(keyOfRecord(to));
  });
  const counts = new Map<RecordKey, number>();
  for (const edge of shown) {
    for (const end of [keyOfRecord(edge.from), keyOfRecord(edge.to)]) {
      counts.set(end, (counts.get(end) ?? 0) + 1);
    }
  }
  const nodes = [...named]
    .filter(([key]) => depths.nodes.has(key) || keptNodes.has(key))
    .map(([key, { type, id, name, degree }]) => ({
      key,
      type,
      id,
      name,
      degree,
      depth: depths.nodes.get(key),
      shown: counts.get(key) ?? 0,
    }))
    .sort((one, other) => (one.depth ?? 99) - (other.depth ?? 99));
  return { root, nodes, edges: drawnApart(shown) };
}

/** The depth of each record that can be reached from the root, and the edges passed, breadth first. */
function reach(
  root: RecordKey,
  edges: readonly GraphEdge[],
  follows: Parts['follows'],
  kept: ReadonlySet<string>,
) {
  const ends = new Map<RecordKey, [edge: GraphEdge, roleId: string | null, other: RecordKey][]>();
  const add = (key: RecordKey, edge: GraphEdge, roleId: string | null, other: RecordKey) => {
    const all = ends.get(key);
    if (all) all.push([edge, roleId, other]);
    else ends.set(key, [[edge, roleId, other]]);
  };
  for (const edge of edges) {
    const [from, to] = [keyOfRecord(edge.from), keyOfRecord(edge.to)];
    add(from, edge, edge.fromRoleId, to);
    add(to, edge, edge.toRoleId, from);
  }
  const nodes = new Map<RecordKey, number>([[root, 0]]);
  const followed = new Set<string>();
  // Iterating over a Map includes entries that are added during the iteration.
  for (const [key, depth] of nodes) {
    for (const [edge, roleId, other] of ends.get(key) ?? []) {
      if (!follows(roleId) && !kept.has(edge.id)) continue;
      followed.add(edge.id);
      if (!nodes.has(other)) nodes.set(other, depth + 1);
    }
  }
  return { nodes, edges: followed };
}

/** Width of the fan of edges between two records, in gaps; more edges are drawn closer together. */
const widestFan = 4;

/** Edges with their bends: a single edge is straight; several between the same two records fan out. */
export function drawnApart(edges: readonly GraphEdge[]): ShownEdge[] {
  const between = Map.groupBy(edges, ({ from, to }) =>
    [keyOfRecord(from), keyOfRecord(to)].sort().join(' '),
  );
  return [...between.values()].flatMap((same) =>
    same.map((edge, at) => ({
      id: edge.id,
      from: keyOfRecord(edge.from),
      to: keyOfRecord(edge.to),
      fromRoleId: edge.fromRoleId,
      toRoleId: edge.toRoleId,
      title: edge.title,
      validity: edge.validity,
      state: edge.state,
      bend: (at - (same.length - 1) / 2) * Math.min(1, widestFan / same.length),
    })),
  );
}
