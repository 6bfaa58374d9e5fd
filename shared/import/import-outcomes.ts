// The outcome of each line of an import, and the report of invalid lines.
import { dataFiles, type Kind } from './data-files.ts';
import { type Entry, type Fault, isValid } from './import-lines.ts';

/** In increasing weight: of two outcomes of one line, the later one in this list counts. */
export const statuses = ['duplicate', 'replaced', 'created', 'invalid'] as const;

type Status = (typeof statuses)[number];

export type Counts = Record<Status, number>;

export const noCounts = (): Counts => ({ created: 0, replaced: 0, duplicate: 0, invalid: 0 });

/** The service's result for one item of a batch. */
export interface Result {
  readonly index: number;
  readonly status: Status;
  readonly problem?: Fault | undefined;
}

export interface Outcome {
  readonly line: number;
  readonly status: Status;
  readonly fault?: Fault | undefined;
}

/** A line of the report of invalid lines. */
export interface BadLine extends Fault {
  readonly file: string;
  readonly line: number;
}

/** Of two outcomes of one line the one that counts: created over replaced, invalid over all. */
export const weightier = <Each extends { status: Status }>(one: Each, other: Each): Each =>
  statuses.indexOf(other.status) > statuses.indexOf(one.status) ? other : one;

/**
 * Joins the lines of a batch with the results of those that were sent, by their place among them.
 * @throws Error when the service returned no result for one of them
 */
export function outcomesOf(entries: readonly Entry[], results: readonly Result[]): Outcome[] {
  const answers = new Map(results.map((result) => [result.index, result]));
  let sent = 0;
  return entries.map((entry): Outcome => {
    const { line } = entry;
    if (!isValid(entry)) return { line, status: 'invalid', fault: entry.fault };
    const answer = answers.get(sent);
    sent += 1;
    if (!answer) throw new Error(`The service returned no result for line ${line}.`);
    const { status, problem } = answer;
    return problem ? { line, status, fault: problem } : { line, status };
  });
}

const unexplained: Fault = { code: 'InternalError', detail: 'the service gave no reason' };

/** The invalid ones, as reported. */
export function badLinesOf(kind: Kind, outcomes: readonly Outcome[]): BadLine[] {
  return outcomes
    .filter(({ status }) => status === 'invalid')
    .map(({ line, fault: { code, detail, errors } = unexplained }) => ({
      ...{ file: dataFiles[kind], line, code, detail },
      ...(errors && { errors }),
    }));
}

/** The report as a file: one JSON object per line. */
export const reportText = (badLines: readonly BadLine[]) =>
  badLines.map((bad) => `${JSON.stringify(bad)}\n`).join('');
