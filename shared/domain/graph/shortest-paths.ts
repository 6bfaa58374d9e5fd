// The shortest paths between two records, searched from both ends.

import type { NamedRecord } from '../../contracts/answers/connection-answers.ts';
import type { Paths } from '../../contracts/answers/graph-answers.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import { named } from '../perspective.ts';
import {
  type Budget,
  type FrontierRecord,
  type ReadSteps,
  readNextPages,
  type Step,
  unreadRecord,
} from './frontier.ts';
import { joinPaths, keepPreferred, type SearchEnd } from './join-paths.ts';

/** The cost of one search. */
const pathsBudget = (): Budget => ({ queries: 600, items: 20_000 });

/**
 * All paths of the shortest length, up to `limit`, in the order of the records' `type/id`.
 *
 * Reads one level of one end at a time, a page of each record in turn, always at the end where that
 * costs less: a record with very many connections is not read while the other end may reach it. A
 * level is complete before the next one begins, so the first paths found are the shortest. If the
 * budget runs out within a level, other paths of the same length may be missing.
 * @param read reads connections; each must be found from both of its records, or from neither
 */
export async function shortestPaths(
  from: NamedRecord,
  to: NamedRecord,
  { maxDepth, limit }: { readonly maxDepth: number; readonly limit: number },
  read: ReadSteps,
  budget = pathsBudget(),
): Promise<Paths> {
  const start = endAt(from);
  const goal = endAt(to);
  if (start.reached.has(recordPath(to))) {
    return { paths: [{ length: 0, nodes: [named(from)], edges: [] }], truncated: false };
  }
  let isAffordable = true;
  while (isAffordable && start.depth + goal.depth < maxDepth) {
    const [end, other] = costOf(start) <= costOf(goal) ? [start, goal] : [goal, start];
    const open = end.outermost.filter(({ isWhole }) => !isWhole);
    isAffordable = await readNextPages(open, read, budget);
    if (end.outermost.some(({ isWhole }) => !isWhole)) continue;
    if (end.outermost.some(({ steps }) => steps.some((step) => isReached(step, other)))) break;
    advance(end);
    if (end.outermost.length === 0) break;
  }
  const length = start.depth + 1 + goal.depth;
  // One more than requested shows whether there are more.
  const found = length <= maxDepth ? joinPaths(start, goal, limit + 1) : [];
  return { paths: found.slice(0, limit), truncated: !isAffordable || found.length > limit };
}

function endAt(given: NamedRecord): SearchEnd {
  const record = named(given);
  return {
    record,
    reached: new Map([[recordPath(record), { record, depth: 0, nearer: new Map() }]]),
    depth: 0,
    outermost: [unreadRecord(record)],
  };
}

/** The connections read for the level of an end so far, plus the estimate for its next pages. */
function costOf({ outermost }: SearchEnd): number {
  const ahead = ({ isWhole, read }: FrontierRecord) =>
    isWhole ? 0 : read === 0 ? expectedConnections : read;
  return outermost.reduce((sum, one) => sum + one.read + ahead(one), 0);
}

/** Estimated number of connections of an unread record. */
const expectedConnections = 25;

const isReached = ({ record }: Step, { reached }: SearchEnd) => reached.has(recordPath(record));

/** Moves an end to its next level, after all connections of the current level are read. */
function advance(end: SearchEnd): void {
  end.depth += 1;
  const beyond: FrontierRecord[] = [];
  for (const near of end.outermost) {
    for (const { edge, record } of near.steps) {
      let far = end.reached.get(recordPath(record));
      if (!far) {
        far = { record: named(record), depth: end.depth, nearer: new Map() };
        end.reached.set(recordPath(record), far);
        beyond.push(unreadRecord(far.record));
      }
      if (far.depth === end.depth) keepPreferred(far.nearer, recordPath(near.record), edge);
    }
  }
  end.outermost = beyond;
}
