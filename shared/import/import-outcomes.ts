// The outcome of each line of an import, and the report of rejected lines.
import { dataFiles, type Kind } from './data-files.ts';
import type { Entry, Place, ValidLine } from './import-lines.ts';
import { type Fault, withFound } from './line-faults.ts';

/**
 * Every line ends with one of them; in increasing weight: of two outcomes of one line, the later one in
 * this list counts. `differs`: exists with other values and was not changed. `blocked`: another
 * connection prevents it.
 */
export const statuses = [
  'identical',
  'updated',
  'created',
  'blocked',
  'differs',
  'invalid',
] as const;

export type Status = (typeof statuses)[number];

/** The outcomes of lines that are not in the service as the file has them. */
const rejectedStatuses = ['differs', 'blocked', 'invalid'] as const;

export type RejectedStatus = (typeof rejectedStatuses)[number];

export const isRejected = (status: Status): status is RejectedStatus =>
  rejectedStatuses.some((one) => one === status);

/** How many lines have each outcome. */
export type Counts = Record<Status, number>;

export const noCounts = (): Counts => ({
  created: 0,
  updated: 0,
  identical: 0,
  differs: 0,
  blocked: 0,
  invalid: 0,
});

/** The number of lines. */
export const totalOf = (counts: Counts): number =>
  statuses.reduce((sum, status) => sum + counts[status], 0);

/** The number of lines that are not in the service as the file has them. */
export const rejectedOf = (counts: Counts): number =>
  rejectedStatuses.reduce((sum, status) => sum + counts[status], 0);

/** The service's result for one item of a batch. */
export interface Result {
  readonly index: number;
  readonly status: 'created' | 'updated' | 'identical' | 'duplicate' | 'invalid';
  readonly problem?: (Fault & { readonly differs?: readonly string[] | undefined }) | undefined;
}

export interface Outcome extends Place {
  readonly status: Status;
  readonly fault?: Fault | undefined;
}

/** A line of the report of rejected lines. */
export interface RejectedLine extends Place {
  readonly kind: Kind;
  readonly status: RejectedStatus;
  readonly fault: Fault;
}

/** Of two outcomes of one line the one that counts: created over updated, invalid over all. */
export const weightier = <Each extends { status: Status }>(one: Each, other: Each): Each =>
  statuses.indexOf(other.status) > statuses.indexOf(one.status) ? other : one;

/** The outcome of a line, from the service's result for it. */
export function outcomeOf(entry: ValidLine, { status, problem }: Result): Outcome {
  if (status === 'invalid' && problem?.code === 'ConnectionLimitReached') {
    return outcome(entry, 'blocked', problem);
  }
  if (status !== 'duplicate') return outcome(entry, status, problem);
  return outcome(entry, problem?.differs ? 'differs' : 'blocked', problem);
}

/** An outcome of a line; a fault gets the values that the line has. */
export function outcome(entry: Entry, status: Status, fault?: Fault): Outcome {
  const { line, start, end } = entry;
  if (!fault) return { line, start, end, status };
  const { code, detail, errors, existingId, existingIds, into } = fault;
  const short: Fault = {
    code,
    detail,
    ...(errors && { errors }),
    ...(existingId && { existingId }),
    ...(existingIds && { existingIds }),
    ...(into && { into }),
  };
  return {
    line,
    start,
    end,
    status,
    fault: 'text' in entry ? withFound(short, entry.text) : fault,
  };
}

const unexplained: Fault = { code: 'InternalError', detail: 'the service gave no reason' };

/** Those of the outcomes that are rejected. */
export function rejectedAmong(kind: Kind, outcomes: readonly Outcome[]): RejectedLine[] {
  return outcomes.flatMap(({ status, fault = unexplained, ...place }) =>
    isRejected(status) ? [{ kind, ...place, status, fault }] : [],
  );
}

/** The report as a file: one JSON object per line. */
export const reportText = (rejected: readonly RejectedLine[]) =>
  rejected
    .map(({ kind, line, status, fault }) => {
      const { code, detail, existingId, existingIds, into, errors, found } = fault;
      const row = { file: dataFiles[kind], line, outcome: status, code, detail };
      return `${JSON.stringify({ ...row, existingId, existingIds, into, errors, found })}\n`;
    })
    .join('');
