// A segment of the feed: the events of one transaction, compressed, under a part and a number.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import { causationBy } from '../../domain/events/causation.ts';
import type { Action, Key } from '../engine/commit.ts';
import { isNew } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { expiring, items } from '../schema.ts';

/** Where a segment is. Numbers count from 1, without a gap in their part. */
export interface Place {
  readonly part: number;
  readonly number: number;
}

/**
 * How much longer than the setting a segment is stored, in seconds: so that no segment disappears while a reader who
 * starts at the oldest one follows, and so that its keeper (`keepLastSegments`) may fail for a while.
 */
export const marginSeconds = 2 * 86_400;

/** The most text of events in one segment, in bytes: with the keys below DynamoDB's 400 KB in any case. */
export const maxSegmentBytes = 350_000;

/** A segment as stored. */
export interface SegmentItem extends Key {
  /** When it was written, ISO 8601. */
  readonly at: string;
  /** JSON of a list of events, deflated; absent in a segment that is only kept for its number. */
  readonly events?: Uint8Array;
  /** By part: the number of a segment whose events come before these. */
  readonly after?: Readonly<Record<string, number>>;
  readonly expiresAt?: number;
}

export const segmentKey = ({ part, number }: Place): Key => ({
  pk: items.feedSegment.partition(part),
  sk: items.feedSegment.sort(number),
});

export const numberOf = ({ sk }: Pick<Key, 'sk'>): number => Number(sk.slice(sk.indexOf('#') + 1));

/**
 * The put of a segment, on the condition that no other writer has taken the place.
 * @param texts what `textOf` makes of each event
 * @param after by part, the number of a segment whose events come before these
 */
export function segmentPut(
  table: Table,
  place: Place,
  texts: readonly string[],
  after: Readonly<Record<string, number>>,
  days: number,
): Action {
  const at = new Date(table.clock()).toISOString();
  const put: SegmentItem = {
    ...segmentKey(place),
    at,
    events: deflateRawSync(`[${texts.join(',')}]`),
    ...(Object.keys(after).length > 0 && { after }),
    ...expiring(at, days * 86_400 + marginSeconds),
  };
  return { put: { ...put }, when: isNew };
}

/** An event as JSON. Most have no cause: these are stored without its fields, so that they take no room. */
export function textOf({ type, detail }: LiaisonEvent): string {
  if (detail.causedBy !== null) return JSON.stringify({ type, detail });
  const { depth: _depth, causedBy: _causedBy, workflow: _workflow, ...stored } = detail;
  return JSON.stringify({ type, detail: stored });
}

/** The events of a segment, as they were put on the bus. */
export const eventsIn = ({ events }: SegmentItem): LiaisonEvent[] =>
  events ? JSON.parse(inflateRawSync(events).toString()).map(withCausation) : [];

const none = Object.entries(causationBy(undefined));

/** An event with the fields of its cause, in the order in which the bus has them. */
function withCausation({ type, detail }: LiaisonEvent): LiaisonEvent {
  if ('causedBy' in detail) return { type, detail } as LiaisonEvent;
  const fields = Object.entries(detail).flatMap((field) =>
    field[0] === 'actor' ? [field, ...none] : [field],
  );
  return { type, detail: Object.fromEntries(fields) } as LiaisonEvent;
}
