// The neighbourhood of a record, breadth first, within limits.
import type { NamedRecord } from '../../contracts/connection-schemas.ts';
import type { Graph, GraphEdge, GraphNode } from '../../contracts/graph-schemas.ts';
import { recordName } from '../../contracts/identifiers.ts';
import {
  type Budget,
  type Followed,
  followed,
  leastRead,
  type ReadSteps,
  readOn,
} from './follow.ts';

/** What one graph may cost: enough for a page of each of 1,000 records, and further ones. */
const graphBudget = (): Budget => ({ queries: 1500, items: 30_000 });

/**
 * The records up to `depth` connections away and the connections of all that are nearer, each once.
 *
 * Of every record that is followed one page is read in any case. Where there is room for more
 * records, those with more connections are read on, as far as the budget allows; each level leaves
 * a fair part of it to the levels behind. When a level finds more records than there is room for,
 * they are taken from each followed record in turn, so that one with very many connections does not
 * keep out the others'.
 * @param read reads connections with the question's conditions
 */
export async function neighbourhood(
  root: NamedRecord,
  { depth, maxNodes }: { readonly depth: number; readonly maxNodes: number },
  read: ReadSteps,
  budget = graphBudget(),
): Promise<Graph> {
  const nodes = new Map<string, GraphNode>([[recordName(root), { ...pick(root), depth: 0 }]]);
  const edges = new Map<string, GraphEdge>();
  let truncated = false;
  let outermost: readonly GraphNode[] = [...nodes.values()];
  for (let level = 1; level <= depth && outermost.length > 0; level += 1) {
    const followedNow = outermost.map(followed);
    const levelsBehind = depth - level;
    const room = () => maxNodes - nodes.size;
    await readLevel(followedNow, {
      read,
      budget,
      levelsBehind,
      toCome: levelsBehind > 0 ? room() : 0,
      isFull: () => newcomers(followedNow, nodes).size > room(),
    });
    const found = newcomers(followedNow, nodes);
    const taken = inTurn(followedNow, nodes, room());
    outermost = [...found]
      .filter(([name]) => taken.has(name))
      .map(([, record]) => ({ ...pick(record), depth: level }));
    for (const node of outermost) nodes.set(recordName(node), node);
    for (const { steps } of followedNow) {
      for (const { edge, record } of steps) {
        if (nodes.has(recordName(record))) edges.set(edge.id, edge);
      }
    }
    truncated ||= outermost.length < found.size || followedNow.some(({ isWhole }) => !isWhole);
  }
  return {
    root: { type: root.type, id: root.id },
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated,
  };
}

/** A first page of each record; then, while there is room, all pages, as far as the budget goes. */
async function readLevel(
  level: readonly Followed[],
  {
    read,
    budget,
    levelsBehind,
    toCome,
    isFull,
  }: {
    read: ReadSteps;
    budget: Budget;
    levelsBehind: number;
    toCome: number;
    isFull: () => boolean;
  },
): Promise<void> {
  let isAffordable = await readOn(level, read, budget, toCome);
  // The levels behind keep their part; what this one does not use of its own is theirs as well.
  const fairPart = Math.floor((budget.items * levelsBehind) / (levelsBehind + 1));
  const kept = { queries: toCome, items: Math.max(fairPart, toCome * leastRead) };
  const own: Budget = {
    queries: budget.queries - kept.queries,
    items: budget.items - kept.items,
  };
  while (isAffordable && !isFull()) {
    const open = level.filter(({ isWhole }) => !isWhole);
    if (open.length === 0) break;
    isAffordable = await readOn(open, read, own);
  }
  budget.queries = own.queries + kept.queries;
  budget.items = own.items + kept.items;
}

/** The records found that are not yet nodes, in the order of discovery. */
function newcomers(level: readonly Followed[], nodes: ReadonlyMap<string, unknown>) {
  const found = new Map<string, NamedRecord>();
  for (const { steps } of level) {
    for (const { record } of steps) {
      const name = recordName(record);
      if (!nodes.has(name) && !found.has(name)) found.set(name, record);
    }
  }
  return found;
}

/** The names of up to `room` newcomers, one of each followed record in turn. */
function inTurn(
  level: readonly Followed[],
  nodes: ReadonlyMap<string, unknown>,
  room: number,
): Set<string> {
  const taken = new Set<string>();
  let waiting = level.map(({ steps }) => steps.values());
  while (waiting.length > 0 && taken.size < room) {
    waiting = waiting.filter((steps) => {
      if (taken.size === room) return false;
      // An array's iterator goes on where it was left.
      for (const { record } of steps) {
        const name = recordName(record);
        if (nodes.has(name) || taken.has(name)) continue;
        taken.add(name);
        return true;
      }
      return false;
    });
  }
  return taken;
}

const pick = ({ type, id, name }: NamedRecord): NamedRecord => ({ type, id, name });
