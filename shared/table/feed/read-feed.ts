// Reads the feed: the next events after a position, merged from its parts, the oldest first.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../../contracts/error-codes.ts';
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import { type EventFilter, isAbout } from '../../domain/events/event-filter.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { feedParts, items } from '../schema.ts';
import { type FeedPosition, feedPosition, partPositions } from './feed-position.ts';
import { FeedMerge } from './merge-parts.ts';
import { endOf } from './next-place.ts';
import { numberOf, type Place, type SegmentItem, segmentKey } from './segment.ts';

/** A page of the feed. */
export interface FeedPage {
  readonly items: readonly LiaisonEvent[];
  /** Where the next page begins: the same object if nothing was read. */
  readonly position: FeedPosition;
}

/** What a page must contain. */
export interface FeedRequest {
  readonly limit: number;
  readonly filter: EventFilter;
  /** How long the feed keeps events, in days. */
  readonly days: number;
}

/** The most segments that a page asks for, so that both BatchGetItem together are one call each. */
const maxSegments = 100;

/** How many bytes of segments one call may return: DynamoDB returns up to 16 MB. */
const maxBytes = 8_000_000;

/** The present: after the last segment of each part. 1 Query for each part, at the same time. */
export async function presentOfFeed(table: Table): Promise<FeedPosition> {
  const since = table.clock();
  const ends = await Promise.all(allParts(table).map((part) => endOf(table, part)));
  return feedPosition(
    since,
    ends.map(({ number }) => ({ next: number + 1, offset: 0 })),
  );
}

/**
 * The oldest event that is kept. 1 Query for each part, at the same time; about 20 one after another where older
 * segments are not removed yet.
 */
export async function beginningOfFeed(table: Table, days: number): Promise<FeedPosition> {
  const since = table.clock() - days * dayMs;
  const first = await Promise.all(allParts(table).map((part) => firstSince(table, part, since)));
  return feedPosition(
    since,
    first.map((next) => ({ next, offset: 0 })),
  );
}

/** The number of the first segment of a part that was written at a time or later; otherwise the next number. */
async function firstSince(table: Table, part: number, since: number): Promise<number> {
  const isKept = ({ at }: SegmentItem) => Date.parse(at) >= since;
  const first = await segmentFrom(table, { part, number: 1 });
  if (!first) return 1;
  if (isKept(first)) return numberOf(first);
  // Those before are removed in any order, so the number that is looked up may not exist.
  let [low, high] = [numberOf(first) + 1, (await endOf(table, part)).number + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const found = await segmentFrom(table, { part, number: middle });
    if (found && !isKept(found)) low = numberOf(found) + 1;
    else high = middle;
  }
  const found = await segmentFrom(table, { part, number: low });
  return found ? numberOf(found) : low;
}

/**
 * The next events after a position, at most `limit`; fewer, or none, if the filter drops some. 1 BatchGetItem
 * asks for the next segment of each part, a second one for more of the parts that had one: half a read unit for
 * each key, and for each 4 KB. A reader that has read nothing for more than `days` costs 1 Query more for each part
 * without a next segment.
 * @throws Refusal CursorExpired if a segment after the position was removed
 */
export async function readFeed(
  table: Table,
  position: FeedPosition,
  { limit, filter, days }: FeedRequest,
): Promise<FeedPage> {
  const began = table.clock();
  const merge = new FeedMerge(partPositions(table, position));
  await load(table, merge, merge.placesAhead(1));
  // Nothing that the reader has not seen is removed earlier.
  if (began - position.since >= (days + 1) * dayMs) await assertNoneRemoved(table, merge.empty);
  const matches = (event: LiaisonEvent) => isAbout(event, filter);
  const parts = merge.unfinished;
  // Of several parts, the oldest events may all be in one.
  const wanted = parts === 1 ? limit - merge.count(matches) : limit;
  if (parts > 0 && wanted > 0) {
    const room = Math.min(maxSegments, Math.max(parts, Math.floor(maxBytes / merge.largestBytes)));
    await load(table, merge, merge.placesAhead(Math.ceil(wanted / parts)).slice(0, room));
  }
  if (merge.hasLost(position.since - clockSkewMs)) throw cursorExpired();
  const found = merge.take(limit, matches);
  if (!merge.hasMoved) return { items: [], position };
  const since = Math.max(position.since, merge.unreadSince(began));
  return { items: found, position: feedPosition(since, merge.positions) };
}

async function load(table: Table, merge: FeedMerge, places: readonly Place[]): Promise<void> {
  const found = await itemsAt(table, places.map(segmentKey), { consistent: false });
  merge.add(places, found as unknown as SegmentItem[]);
}

/** @throws Refusal CursorExpired if one of these segments was removed: there is a later one in its part */
async function assertNoneRemoved(table: Table, places: readonly Place[]): Promise<void> {
  const later = await Promise.all(places.map((place) => segmentFrom(table, place)));
  const isRemoved = places.some(({ number }, at) => {
    const found = later[at];
    return found && numberOf(found) > number;
  });
  if (isRemoved) throw cursorExpired();
}

/** The first segment of a part from a number on, strongly consistent. 1 Query. */
async function segmentFrom(table: Table, { part, number }: Place) {
  const { Items = [] } = await table.db.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :part AND sk >= :from',
      ExpressionAttributeValues: {
        ':part': items.feedSegment.partition(part),
        ':from': items.feedSegment.sort(number),
      },
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return (Items as SegmentItem[])[0];
}

const allParts = ({ shards }: Table) =>
  Array.from({ length: feedParts(shards) }, (_, part) => part);

const dayMs = 86_400_000;

/** By how much the clocks of two instances may differ, in ms. */
const clockSkewMs = 60_000;

const cursorExpired = () =>
  new Refusal(
    'CursorExpired',
    'after: changes that follow this cursor are no longer kept; copy the data again, from the cursor of a request with after=now that you send before',
  );
