// Joins the searches from both ends into paths.

import type { NamedRecord } from '../../contracts/answers/connection-answers.ts';
import type { GraphEdge, Path } from '../../contracts/answers/graph-answers.ts';
import { recordPath } from '../../contracts/identifiers.ts';
import type { FrontierRecord } from './frontier.ts';

/** A record reached from one end: its distance, and the records that are one step nearer. */
interface Reached {
  readonly record: NamedRecord;
  readonly depth: number;
  /** The connection to show from each nearer record, by its `type/id`. */
  readonly nearer: Map<string, GraphEdge>;
}

/** The search from one end. */
export interface SearchEnd {
  readonly record: NamedRecord;
  /** All records up to `depth` away, by `type/id`. */
  readonly reached: Map<string, Reached>;
  depth: number;
  /** The records exactly `depth` away, with the connections read so far. */
  outermost: readonly FrontierRecord[];
}

/** The steps of all paths: from each record to the records one step nearer to the goal. */
type Web = Map<string, Map<string, GraphEdge>>;

/**
 * The paths from `start` to `goal`. Each contains one step from an outermost record of one end to a
 * record that the other end has reached. Up to `limit` paths, in the order of the records' `type/id`.
 */
export function joinPaths(start: SearchEnd, goal: SearchEnd, limit: number): Path[] {
  const web: Web = new Map();
  const towards = (from: string, to: string, edge: GraphEdge) => {
    const onward = web.get(from) ?? new Map<string, GraphEdge>();
    web.set(from, onward);
    keepPreferred(onward, to, edge);
  };
  const [seenStart, seenGoal] = [new Set<string>(), new Set<string>()];
  const fromStart = (name: string) =>
    reportStepsBack(start, name, (far, near, edge) => towards(near, far, edge), seenStart);
  const toGoal = (name: string) => reportStepsBack(goal, name, towards, seenGoal);
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
  for (const { names, edges } of pathsThrough(
    web,
    recordPath(start.record),
    recordPath(goal.record),
  )) {
    paths.push({ length: edges.length, nodes: names.map(recordOf), edges });
    if (paths.length === limit) break;
  }
  return paths;
}

/** The steps from the outermost records of an end to records that the other end has reached. */
function* crossings(end: SearchEnd, other: SearchEnd): Generator<[string, string, GraphEdge]> {
  for (const { record, steps } of end.outermost) {
    for (const step of steps) {
      const name = recordPath(step.record);
      if (other.reached.has(name)) yield [recordPath(record), name, step.edge];
    }
  }
}

/** Reports all steps from a record back to its end, except those from records in `seen`. */
function reportStepsBack(
  end: SearchEnd,
  name: string,
  report: (far: string, near: string, edge: GraphEdge) => void,
  seen: Set<string>,
): void {
  if (seen.has(name)) return;
  seen.add(name);
  for (const [near, edge] of (end.reached.get(name) as Reached).nearer) {
    report(name, near, edge);
    reportStepsBack(end, near, report, seen);
  }
}

/** All paths through the web, one after the other, in the order of `type/id`. */
function* pathsThrough(
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
    for (const rest of pathsThrough(web, name, goal)) {
      yield { names: [from, ...rest.names], edges: [edge, ...rest.edges] };
    }
  }
}

/** Keeps one connection for each pair of records: the one to show. */
export function keepPreferred(kept: Map<string, GraphEdge>, name: string, edge: GraphEdge): void {
  const before = kept.get(name);
  if (!before || preference(edge) < preference(before)) kept.set(name, edge);
}

/** Active before inactive; then current before future before past; then the oldest by id. */
const preference = ({ state, validity, id }: GraphEdge) =>
  `${['active', 'inactive'].indexOf(state)}${['current', 'future', 'past'].indexOf(validity)}${id}`;
