// Joining the searches from both ends into paths.
import type { NamedRecord } from '../../contracts/connection-schemas.ts';
import type { GraphEdge, Path } from '../../contracts/graph-schemas.ts';
import { recordName } from '../../contracts/identifiers.ts';
import type { Followed } from './follow.ts';

/** A record as reached from one end: how far it is, and the records one nearer to that end. */
interface Reached {
  readonly record: NamedRecord;
  readonly depth: number;
  /** The connection to show from each of them, by name. */
  readonly nearer: Map<string, GraphEdge>;
}

/** The search from one end. */
export interface End {
  readonly record: NamedRecord;
  /** All records up to `depth` away, by name. */
  readonly reached: Map<string, Reached>;
  depth: number;
  /** Those exactly `depth` away, as far as their connections are read. */
  outermost: readonly Followed[];
}

/** The steps of all paths: from a record, by name, to those one nearer to the goal, by name. */
type Web = Map<string, Map<string, GraphEdge>>;

/**
 * The paths that lead from the one end, over one step between an outermost record of either and a
 * record reached by the other, to the other end: up to `limit`, in the order of the records' names.
 */
export function joined(start: End, goal: End, limit: number): Path[] {
  const web: Web = new Map();
  const towards = (from: string, to: string, edge: GraphEdge) => {
    const onward = web.get(from) ?? new Map<string, GraphEdge>();
    web.set(from, onward);
    keepPreferred(onward, to, edge);
  };
  const [seenStart, seenGoal] = [new Set<string>(), new Set<string>()];
  const fromStart = (name: string) =>
    back(start, name, (far, near, edge) => towards(near, far, edge), seenStart);
  const toGoal = (name: string) => back(goal, name, towards, seenGoal);
  for (const [name, other, edge] of crossings(start, goal)) {
    towards(name, other, edge);
    fromStart(name);
    toGoal(other);
  }
  for (const [name, other, edge] of crossings(goal, start)) {
    towards(other, name, edge);
    fromStart(other);
    toGoal(name);
  }
  const recordOf = (name: string) =>
    ((start.reached.get(name) ?? goal.reached.get(name)) as Reached).record;
  const paths: Path[] = [];
  for (const { names, edges } of walks(web, recordName(start.record), recordName(goal.record))) {
    paths.push({ length: edges.length, nodes: names.map(recordOf), edges });
    if (paths.length === limit) break;
  }
  return paths;
}

/** The steps from the outermost records of an end to records that the other has reached. */
function* crossings(end: End, other: End): Generator<[string, string, GraphEdge]> {
  for (const { record, steps } of end.outermost) {
    for (const step of steps) {
      const name = recordName(step.record);
      if (other.reached.has(name)) yield [recordName(record), name, step.edge];
    }
  }
}

/** All steps from a record back to its end, but for those from records that were seen. */
function back(
  end: End,
  name: string,
  note: (far: string, near: string, edge: GraphEdge) => void,
  seen: Set<string>,
): void {
  if (seen.has(name)) return;
  seen.add(name);
  for (const [near, edge] of (end.reached.get(name) as Reached).nearer) {
    note(name, near, edge);
    back(end, near, note, seen);
  }
}

/** All ways through the web, one after the other, in the order of the names. */
function* walks(
  web: Web,
  from: string,
  goal: string,
): Generator<{ names: string[]; edges: GraphEdge[] }> {
  if (from === goal) {
    yield { names: [goal], edges: [] };
    return;
  }
  const onward = [...(web.get(from) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, edge] of onward) {
    for (const rest of walks(web, name, goal)) {
      yield { names: [from, ...rest.names], edges: [edge, ...rest.edges] };
    }
  }
}

/** Keeps one connection of each pair of records: the one to show. */
export function keepPreferred(kept: Map<string, GraphEdge>, name: string, edge: GraphEdge): void {
  const before = kept.get(name);
  if (!before || preference(edge) < preference(before)) kept.set(name, edge);
}

/** Active before inactive, then in effect today, then what is to come, then the oldest by id. */
const preference = ({ state, validity, id }: GraphEdge) =>
  `${['active', 'inactive'].indexOf(state)}${['current', 'future', 'past'].indexOf(validity)}${id}`;
