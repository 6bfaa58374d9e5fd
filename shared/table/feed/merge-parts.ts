// Merges the parts of the feed: the oldest event first, and none before the segments that it follows.
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import type { PartPosition } from './feed-position.ts';
import { eventsIn, type Place, type SegmentItem, segmentKey } from './segment.ts';

/** The most text of events on one page, in bytes: a Lambda answers with at most 6 MB. */
const maxPageBytes = 4_000_000;

/** One part: its segments that are read from the table, and whether more may follow. */
interface Part {
  readonly part: number;
  next: number;
  offset: number;
  /** Those from `next` on, without a gap. */
  readonly loaded: Loaded[];
  /** Whether the number after them was asked for and did not exist. */
  isComplete: boolean;
  /** When its last segment that is used up was written, in ms since 1970. */
  lastAt: number;
}

interface Loaded {
  readonly events: readonly LiaisonEvent[];
  readonly at: number;
  readonly bytes: number;
  /** Whether it is only kept for its number. */
  readonly isBlank: boolean;
  readonly after: readonly (readonly [part: number, number: number])[];
}

const loadedOf = (item: SegmentItem): Loaded => ({
  events: eventsIn(item),
  at: Date.parse(item.at),
  bytes: item.events?.length ?? 0,
  isBlank: item.events === undefined,
  after: Object.entries(item.after ?? {}).map(([part, number]) => [Number(part), number]),
});

export class FeedMerge {
  readonly #parts: Part[];
  hasMoved = false;

  constructor(positions: readonly PartPosition[]) {
    this.#parts = positions.map((position, part) => {
      return { part, ...position, loaded: [], isComplete: false, lastAt: 0 };
    });
  }

  get positions(): PartPosition[] {
    return this.#parts.map(({ next, offset }) => ({ next, offset }));
  }

  /** The parts that may have segments after those that are loaded. */
  get unfinished(): number {
    return this.#parts.filter(({ isComplete }) => !isComplete).length;
  }

  /** Whether events that were written since a time were removed from a segment that is not read yet. */
  hasLost(since: number): boolean {
    return this.#parts.some(({ loaded }) =>
      loaded.some(({ isBlank, at }) => isBlank && at >= since),
    );
  }

  /** The parts without a segment at their position. */
  get empty(): Place[] {
    const empty = this.#parts.filter(({ loaded }) => loaded.length === 0);
    return empty.map(({ part, next }) => ({ part, number: next }));
  }

  /** The size of the largest segment that is loaded, in bytes; at least 1,000. */
  get largestBytes(): number {
    return Math.max(1000, ...this.#parts.flatMap(({ loaded }) => loaded.map(({ bytes }) => bytes)));
  }

  /** The next `count` places of each unfinished part: first the next one of each. */
  placesAhead(count: number): Place[] {
    return Array.from({ length: count }, (_, ahead) =>
      this.#parts
        .filter(({ isComplete }) => !isComplete)
        .map(({ part, next, loaded }) => ({ part, number: next + loaded.length + ahead })),
    ).flat();
  }

  /** Adds what was found at places of `placesAhead`. */
  add(asked: readonly Place[], found: readonly SegmentItem[]): void {
    const byKey = new Map(found.map((item) => [`${item.pk} ${item.sk}`, item]));
    for (const place of asked) {
      const part = this.#parts[place.part] as Part;
      const { pk, sk } = segmentKey(place);
      const item = byKey.get(`${pk} ${sk}`);
      if (part.isComplete) continue;
      if (item) part.loaded.push(loadedOf(item));
      else part.isComplete = true;
    }
  }

  /** How many loaded events, not yet taken, match. */
  count(matches: (event: LiaisonEvent) => boolean): number {
    return this.#parts
      .map(({ loaded, offset }) => loaded.flatMap(({ events }) => events).slice(offset))
      .reduce((sum, events) => sum + events.filter(matches).length, 0);
  }

  /** Takes events until `limit` of them match, or until it is not known which is the oldest. */
  take(limit: number, matches: (event: LiaisonEvent) => boolean): LiaisonEvent[] {
    const taken: LiaisonEvent[] = [];
    let bytes = 0;
    while (taken.length < limit && bytes < maxPageBytes) {
      const part = this.#oldest();
      const event = part?.loaded[0]?.events[part.offset];
      if (!part) break;
      this.#advance(part);
      if (!event || !matches(event)) continue;
      taken.push(event);
      bytes += Buffer.byteLength(JSON.stringify(event));
    }
    return taken;
  }

  /** The time from which on everything unread was written, in ms since 1970, if all was read at `readAt`. */
  unreadSince(readAt: number): number {
    return Math.min(
      ...this.#parts.map(({ loaded: [first], isComplete, lastAt }) => {
        if (first) return first.at;
        return isComplete ? readAt : lastAt;
      }),
    );
  }

  /** The part whose next event is the oldest; undefined if that may be one that is not loaded, or there is none. */
  #oldest(): Part | undefined {
    if (this.#parts.some(({ loaded, isComplete }) => loaded.length === 0 && !isComplete)) {
      return undefined;
    }
    const ready = this.#parts.filter(({ loaded: [first] }) =>
      first?.after.every((place) => this.#isRead(place)),
    );
    const timeOf = ({ loaded: [first], offset }: Part) => first?.events[offset]?.detail.at ?? '';
    const [oldest] = ready.sort((one, other) => (timeOf(one) < timeOf(other) ? -1 : 1));
    return oldest;
  }

  #isRead([part, number]: readonly [number, number]): boolean {
    return (this.#parts[part]?.next ?? 1) > number;
  }

  #advance(part: Part): void {
    const [first] = part.loaded;
    this.hasMoved = true;
    part.offset += 1;
    if (!first || part.offset < first.events.length) return;
    part.loaded.shift();
    Object.assign(part, { next: part.next + 1, offset: 0, lastAt: first.at });
  }
}
