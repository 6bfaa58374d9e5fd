// What became of each line of an import: the counts, and the file of bad lines.
import { accessSync, appendFileSync, constants, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Problem } from '../shared/contracts/error-codes.ts';
import { Failure } from './failure.ts';
import type { Entry, Fault } from './lines.ts';

/** In this order: of two answers about one line, the later one says more. */
const statuses = ['duplicate', 'replaced', 'created', 'invalid'] as const;

type Status = (typeof statuses)[number];

/** What the service answers about one item of a batch. */
export interface Result {
  readonly index: number;
  readonly status: Status;
  readonly problem?: Problem | undefined;
}

/** What became of a line. */
export interface Outcome {
  readonly line: number;
  readonly status: Status;
  readonly fault?: Fault;
}

export type Counts = Record<Status, number>;

/** Counts of nothing. */
export function noCounts(): Counts {
  return { created: 0, replaced: 0, duplicate: 0, invalid: 0 };
}

/** Of two answers about one line, the one that says more: created over replaced, invalid over all. */
export function weightier<Said extends { status: Status }>(one: Said, other: Said): Said {
  return statuses.indexOf(other.status) > statuses.indexOf(one.status) ? other : one;
}

/**
 * Joins the entries of a batch with the results for those that were sent, by their place among them.
 * Throws a Failure when the service leaves one out.
 */
export function outcomesOf(
  entries: readonly Entry<unknown>[],
  results: readonly Result[],
): Outcome[] {
  const answers = new Map(results.map((result) => [result.index, result]));
  let sent = 0;
  return entries.map((entry): Outcome => {
    const { line } = entry;
    if ('fault' in entry) return { line, status: 'invalid', fault: entry.fault };
    const answer = answers.get(sent);
    sent += 1;
    if (answer === undefined)
      throw new Failure(`The service did not say what became of line ${line}.`);
    const { status, problem } = answer;
    return problem === undefined ? { line, status } : { line, status, fault: problem };
  });
}

const unexplained: Fault = { code: 'InternalError', detail: 'the service gave no reason' };

/** The file of bad lines; it exists only once there is one. */
export class Report {
  readonly path: string;
  #written = false;

  /** Takes an earlier report at `path` away. Throws at once where none could be written. */
  constructor(path: string) {
    this.path = path;
    accessSync(dirname(path), constants.W_OK);
    rmSync(path, { force: true });
  }

  get written(): boolean {
    return this.#written;
  }

  /** Counts outcomes and writes the invalid ones, at once, so that an interruption loses none. */
  take(file: string, outcomes: readonly Outcome[], counts: Counts): void {
    for (const { status } of outcomes) counts[status] += 1;
    const bad = outcomes.filter(({ status }) => status === 'invalid');
    if (bad.length === 0) return;
    appendFileSync(this.path, bad.map((outcome) => `${reported(file, outcome)}\n`).join(''));
    this.#written = true;
  }
}

function reported(file: string, { line, fault = unexplained }: Outcome): string {
  const { code, detail, errors } = fault;
  return JSON.stringify({ file, line, code, detail, ...(errors === undefined ? {} : { errors }) });
}
