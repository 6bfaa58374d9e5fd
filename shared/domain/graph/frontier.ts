// The frontier of a search: reads the connections of its records page by page within a budget. The
// function that reads a page is passed in.

import type { NamedRecord } from '../../contracts/answers/connection-answers.ts';
import type { GraphEdge } from '../../contracts/answers/graph-answers.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';

/** One connection followed from a record, and the record it leads to. */
export interface Step {
  readonly edge: GraphEdge;
  readonly record: NamedRecord;
}

/** Requests a page of at most `limit` connections, starting where the last page ended. */
interface StepRequest {
  readonly record: RecordReference;
  readonly position?: string | undefined;
  readonly limit: number;
}

/** The result of one Query. */
export interface StepPage {
  readonly steps: readonly Step[];
  /** How many connections were read, including those that do not meet the conditions. */
  readonly read: number;
  /** Where the next page starts; missing when all connections of the record are read. */
  readonly position?: string;
}

export type ReadSteps = (ask: StepRequest) => Promise<StepPage>;

/** The remaining cost of a search. Counts down. */
export interface Budget {
  queries: number;
  /** Connections that may be read. */
  items: number;
}

/** A record of the frontier, whose connections are being read. */
export interface FrontierRecord {
  readonly record: RecordReference;
  /** The steps found so far, in the order of the table's keys. */
  readonly steps: Step[];
  /** How many of its connections were read so far. */
  read: number;
  position?: string | undefined;
  /** Whether all its connections are read. */
  isWhole: boolean;
}

export const unreadRecord = (record: RecordReference): FrontierRecord => ({
  record,
  steps: [],
  read: 0,
  isWhole: false,
});

/** How many Queries run in parallel. */
const parallelQueries = 16;
/** Maximum number of connections per Query: the first Query of a record, and each further one. */
const firstPage = 250;
const furtherPage = 1000;
/** Connections that can always be read of a record, as long as there are Queries left. */
export const leastRead = 10;

/**
 * Reads the next page of each of these records, several at a time, so that a record with very many
 * connections takes no more of the budget than the others. Either all records are unread or none is.
 * The choice and the size of the pages depend only on the data, not on which answer arrives first.
 * @param waitingRecords how many records may be read after these; part of the budget is reserved for
 *   each of them
 * @returns false when the budget did not allow a page of each record
 */
export async function readNextPages(
  records: readonly FrontierRecord[],
  read: ReadSteps,
  budget: Budget,
  waitingRecords = 0,
): Promise<boolean> {
  for (let at = 0; at < records.length; ) {
    const wave = records.slice(at, at + Math.min(parallelQueries, Math.max(0, budget.queries)));
    at += wave.length;
    const isFirst = wave[0]?.read === 0;
    const waiting = waitingRecords + (isFirst ? records.length - at : 0);
    const share = Math.floor((budget.items - leastRead * waiting) / wave.length);
    const limit = isFirst
      ? Math.min(firstPage, Math.max(share, leastRead), Math.floor(budget.items / wave.length))
      : Math.min(furtherPage, share);
    if (wave.length === 0 || limit < 1) return false;
    budget.queries -= wave.length;
    const pages = await Promise.all(
      wave.map(({ record, position }) => read({ record, position, limit })),
    );
    for (const [index, page] of pages.entries()) {
      const one = wave[index] as FrontierRecord;
      one.steps.push(...page.steps);
      one.read += page.read;
      one.position = page.position;
      one.isWhole = page.position === undefined;
      budget.items -= page.read;
    }
  }
  return true;
}
