// A position in the feed: what a reader has read of each part, and since when it misses nothing.
import type { Table } from '../engine/open-table.ts';
import { feedParts } from '../schema.ts';

/** How far one part is read. */
export interface PartPosition {
  /** The number of the segment to be read next. */
  readonly next: number;
  /** How many of its events are read already. */
  readonly offset: number;
}

/** As a cursor contains it. */
export interface FeedPosition {
  /** In ms since 1970: every event that was written then or later is still to be read, or is read. */
  readonly since: number;
  /** By part. An offset of 0 is left out. */
  readonly parts: readonly (number | readonly [next: number, offset: number])[];
}

/** The position in each part; a part that was added since is unread. */
export const partPositions = (table: Table, { parts }: FeedPosition): PartPosition[] =>
  Array.from({ length: Math.max(feedParts(table.shards), parts.length) }, (_, part) => {
    const stored = parts[part] ?? 1;
    const [next, offset] = typeof stored === 'number' ? [stored, 0] : stored;
    return { next, offset };
  });

export const feedPosition = (since: number, parts: readonly PartPosition[]): FeedPosition => ({
  since,
  parts: parts.map(({ next, offset }) => (offset === 0 ? next : [next, offset])),
});
