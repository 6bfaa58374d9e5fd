// What became of each line of an import.
import type { Entry, Fault } from './lines.ts';

/** In this order: of two answers about one line, the later one says more. */
export const statuses = ['duplicate', 'replaced', 'created', 'invalid'] as const;
type Status = (typeof statuses)[number];

export type Counts = Record<Status, number>;

/** Counts of nothing. */
export const noCounts = (): Counts => ({ created: 0, replaced: 0, duplicate: 0, invalid: 0 });

/** What the service answers about one item of a batch. */
export interface Result {
  readonly index: number;
  readonly status: Status;
  readonly problem?: Fault | undefined;
}

/** What became of a line. */
export interface Outcome {
  readonly line: number;
  readonly status: Status;
  readonly fault?: Fault | undefined;
}

/** Of two answers about one line, the one that says more: created over replaced, invalid over all. */
export const weightier = (one: Outcome, other: Outcome): Outcome =>
  statuses.indexOf(other.status) > statuses.indexOf(one.status) ? other : one;

/** Joins the lines of a batch with the results for those that were sent, by their place among them. */
export function outcomesOf(entries: readonly Entry[], results: readonly Result[]): Outcome[] {
  const answers = new Map(results.map((result) => [result.index, result]));
  let sent = 0;
  return entries.map((entry) => {
    const { line } = entry;
    if ('fault' in entry) return { line, status: 'invalid', fault: entry.fault };
    const answer = answers.get(sent);
    sent += 1;
    if (!answer) throw new Error(`The service did not say what became of line ${line}.`);
    return { line, status: answer.status, fault: answer.problem };
  });
}
