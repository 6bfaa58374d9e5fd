// The shortest paths between two records, searched from both ends.
import type { NamedRecord } from '../../contracts/connection-schemas.ts';
import type { Paths } from '../../contracts/graph-schemas.ts';
import { recordName } from '../../contracts/identifiers.ts';
import {
  type Budget,
  type Followed,
  followed,
  type ReadSteps,
  readOn,
  type Step,
} from './follow.ts';
import { type End, joined, keepPreferred } from './path-web.ts';

/** What one search may cost. */
const pathsBudget = (): Budget => ({ queries: 600, items: 20_000 });

/**
 * All paths of the least length, up to `limit`, in the order of the records' names.
 *
 * One level of one end is read at a time, a page of each record in turn, always at the end where it
 * costs less: a record with very many connections is left alone as long as the other end may get
 * there. Since a level is complete before the next one begins, the first paths found are the
 * shortest, also when the budget ends within a level; then others as short may be missing.
 * @param read reads connections, without conditions
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
  if (start.reached.has(recordName(to))) {
    return { paths: [{ length: 0, nodes: [pick(from)], edges: [] }], truncated: false };
  }
  let isAffordable = true;
  while (isAffordable && start.depth + goal.depth < maxDepth) {
    const [end, other] = costOf(start) <= costOf(goal) ? [start, goal] : [goal, start];
    const open = end.outermost.filter(({ isWhole }) => !isWhole);
    isAffordable = await readOn(open, read, budget);
    if (end.outermost.some(({ isWhole }) => !isWhole)) continue;
    if (end.outermost.some(({ steps }) => steps.some((step) => isReached(step, other)))) break;
    advance(end);
    if (end.outermost.length === 0) break;
  }
  const length = start.depth + 1 + goal.depth;
  // One more than is asked for tells whether there are more.
  const found = length <= maxDepth ? joined(start, goal, limit + 1) : [];
  return { paths: found.slice(0, limit), truncated: !isAffordable || found.length > limit };
}

function endAt(given: NamedRecord): End {
  const record = pick(given);
  return {
    record,
    reached: new Map([[recordName(record), { record, depth: 0, nearer: new Map() }]]),
    depth: 0,
    outermost: [followed(record)],
  };
}

const pick = ({ type, id, name }: NamedRecord): NamedRecord => ({ type, id, name });

/** What the level of an end has cost and will cost at its next page of each record, in connections. */
function costOf({ outermost }: End): number {
  const ahead = ({ isWhole, read }: Followed) => (isWhole ? 0 : read === 0 ? usualRecord : read);
  return outermost.reduce((sum, one) => sum + one.read + ahead(one), 0);
}

/** How many connections to expect of a record of which none is read. */
const usualRecord = 25;

const isReached = ({ record }: Step, { reached }: End) => reached.has(recordName(record));

/** The level is read: the records it leads to are the outermost now. */
function advance(end: End): void {
  end.depth += 1;
  const beyond: Followed[] = [];
  for (const near of end.outermost) {
    for (const { edge, record } of near.steps) {
      let far = end.reached.get(recordName(record));
      if (!far) {
        far = { record: pick(record), depth: end.depth, nearer: new Map() };
        end.reached.set(recordName(record), far);
        beyond.push(followed(far.record));
      }
      if (far.depth === end.depth) keepPreferred(far.nearer, recordName(near.record), edge);
    }
  }
  end.outermost = beyond;
}
