// Following connections from record to record within a budget. What reads a page is passed in.

import type { NamedRecord } from '../../contracts/connection-schemas.ts';
import type { GraphEdge } from '../../contracts/graph-schemas.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';

/** One connection as followed from a record, and the record it leads to. */
export interface Step {
  readonly edge: GraphEdge;
  readonly record: NamedRecord;
}

/** A page of a record's connections to read: at most `limit`, from where the last page ended. */
interface Ask {
  readonly record: RecordReference;
  readonly position?: string | undefined;
  readonly limit: number;
}

/** What one Query brought. */
export interface StepPage {
  readonly steps: readonly Step[];
  /** How many connections it cost to read, those that the conditions left out included. */
  readonly read: number;
  /** Where to go on; absent when the record is read to its end. */
  readonly position?: string;
}

export type ReadSteps = (ask: Ask) => Promise<StepPage>;

/** What a question may still cost. Counts down. */
export interface Budget {
  queries: number;
  /** Connections read. */
  items: number;
}

/** A record whose connections are being followed. */
export interface Followed {
  readonly record: RecordReference;
  /** As found so far, in the order of the table's keys. */
  readonly steps: Step[];
  /** How many connections it has cost so far. */
  read: number;
  position?: string | undefined;
  /** Read to its end. */
  isWhole: boolean;
}

export const followed = (record: RecordReference): Followed => ({
  record,
  steps: [],
  read: 0,
  isWhole: false,
});

/** How many Queries run at once. */
const width = 16;
/** How many connections a Query reads at the most: the first of a record, and each further one. */
const firstPage = 250;
const furtherPage = 1000;
/** How many connections of a record can be read in any case, while there are Queries. */
export const leastRead = 10;

/**
 * Reads one more page of each of these records, in waves, so that one with very many connections
 * takes no more of the budget than the others. All of them are unread, or none is. Which pages are
 * read and how long they are depends on the data alone, never on which answer comes first.
 * @param toCome how many records may have to be read after these: each has connections kept back
 * @returns false when the budget did not allow a page of each
 */
export async function readOn(
  records: readonly Followed[],
  read: ReadSteps,
  budget: Budget,
  toCome = 0,
): Promise<boolean> {
  for (let at = 0; at < records.length; ) {
    const wave = records.slice(at, at + Math.min(width, Math.max(0, budget.queries)));
    at += wave.length;
    const isFirst = wave[0]?.read === 0;
    const waiting = toCome + (isFirst ? records.length - at : 0);
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
      const one = wave[index] as Followed;
      one.steps.push(...page.steps);
      one.read += page.read;
      one.position = page.position;
      one.isWhole = page.position === undefined;
      budget.items -= page.read;
    }
  }
  return true;
}
