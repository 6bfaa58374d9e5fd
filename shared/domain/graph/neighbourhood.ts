// The neighbourhood of a record, breadth first, within limits.

import type { NamedRecord } from '../../contracts/answers/connection-answers.ts';
import type { Graph, GraphEdge, GraphNode } from '../../contracts/answers/graph-answers.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import { named } from '../perspective.ts';
import {
  type Budget,
  type FrontierRecord,
  leastRead,
  type ReadSteps,
  readNextPages,
  unreadRecord,
} from './frontier.ts';

/** The cost of one graph: enough for a page of each of 1,000 records, and further pages. */
const graphBudget = (): Budget => ({ queries: 1500, items: 30_000 });

/**
 * The records up to `depth` connections away, and the connections of all nearer records, each once.
 *
 * One page is read of every record of a level. If there is room for more records, further pages are
 * read, as far as the budget allows; each level leaves a fair part of the budget to the levels after
 * it. If a level finds more records than there is room for, they are taken from each of its records
 * in turn, so that a record with very many connections does not crowd out the others.
 * @param read reads connections that meet the conditions of the request
 */
export async function neighbourhood(
  root: NamedRecord,
  { depth, maxNodes }: { readonly depth: number; readonly maxNodes: number },
  read: ReadSteps,
  budget = graphBudget(),
): Promise<Graph> {
  const nodes = new Map<string, GraphNode>([[recordPath(root), { ...named(root), depth: 0 }]]);
  const edges = new Map<string, GraphEdge>();
  let truncated = false;
  let outermost: readonly GraphNode[] = [...nodes.values()];
  for (let level = 1; level <= depth && outermost.length > 0; level += 1) {
    const frontier = outermost.map(unreadRecord);
    const furtherLevels = depth - level;
    const room = () => maxNodes - nodes.size;
    await readLevel(frontier, {
      read,
      budget,
      furtherLevels,
      waitingRecords: furtherLevels > 0 ? room() : 0,
      isFull: () => newRecords(frontier, nodes).size > room(),
    });
    const found = newRecords(frontier, nodes);
    const taken = takeInTurn(frontier, nodes, room());
    outermost = [...found]
      .filter(([name]) => taken.has(name))
      .map(([, record]) => ({ ...named(record), depth: level }));
    for (const node of outermost) nodes.set(recordPath(node), node);
    for (const { steps } of frontier) {
      for (const { edge, record } of steps) {
        if (nodes.has(recordPath(record))) edges.set(edge.id, edge);
      }
    }
    truncated ||= outermost.length < found.size || frontier.some(({ isWhole }) => !isWhole);
  }
  return {
    root: { type: root.type, id: root.id },
    nodes: [...nodes.values()],
    edges: [...edges.values()],
    truncated,
  };
}

/** Reads a first page of each record; then further pages, while there is room and budget. */
async function readLevel(
  level: readonly FrontierRecord[],
  {
    read,
    budget,
    furtherLevels,
    waitingRecords,
    isFull,
  }: {
    read: ReadSteps;
    budget: Budget;
    furtherLevels: number;
    waitingRecords: number;
    isFull: () => boolean;
  },
): Promise<void> {
  let isAffordable = await readNextPages(level, read, budget, waitingRecords);
  // A part of the budget is reserved for the further levels. They also get what this level leaves.
  const fairPart = Math.floor((budget.items * furtherLevels) / (furtherLevels + 1));
  const reserved = {
    queries: waitingRecords,
    items: Math.max(fairPart, waitingRecords * leastRead),
  };
  const own: Budget = {
    queries: budget.queries - reserved.queries,
    items: budget.items - reserved.items,
  };
  while (isAffordable && !isFull()) {
    const open = level.filter(({ isWhole }) => !isWhole);
    if (open.length === 0) break;
    isAffordable = await readNextPages(open, read, own);
  }
  budget.queries = own.queries + reserved.queries;
  budget.items = own.items + reserved.items;
}

/** The records found that are not yet nodes, in the order in which they were found. */
function newRecords(level: readonly FrontierRecord[], nodes: ReadonlyMap<string, unknown>) {
  const found = new Map<string, NamedRecord>();
  for (const { steps } of level) {
    for (const { record } of steps) {
      const name = recordPath(record);
      if (!nodes.has(name) && !found.has(name)) found.set(name, record);
    }
  }
  return found;
}

/** Up to `room` new records, as `type/id`, taken from each record of the level in turn. */
function takeInTurn(
  level: readonly FrontierRecord[],
  nodes: ReadonlyMap<string, unknown>,
  room: number,
): Set<string> {
  const taken = new Set<string>();
  let waiting = level.map(({ steps }) => steps.values());
  while (waiting.length > 0 && taken.size < room) {
    waiting = waiting.filter((steps) => {
      if (taken.size === room) return false;
      // The iterator continues where the last round stopped.
      for (const { record } of steps) {
        const name = recordPath(record);
        if (nodes.has(name) || taken.has(name)) continue;
        taken.add(name);
        return true;
      }
      return false;
    });
  }
  return taken;
}
