// The order of a connection's changes in the feed: a change is announced only after the one before it, even if
// they arrive through different shards of the stream.
import { type Key, placeOf } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { earlierChangeMs } from '../engine/retries.ts';
import type { Place } from './segment.ts';

/** An event for the feed. */
export interface Announced {
  /** Its JSON, as on the bus. */
  readonly text: string;
  /** The history entry of the connection's earlier change, and when that was made (ISO 8601). */
  readonly follows?: Key & { readonly at: string };
}

/** What an event is announced with: its history entry. */
interface Entry {
  readonly entry: Key;
  readonly announced?: Announced;
}

/** How long the stream keeps a record, in ms: an earlier change that is older was delivered or lost. */
const streamMs = 24 * 3_600_000;

/** The keys of the entries of earlier changes, to be read strongly consistent. */
export function earlierEntries(all: readonly Entry[]): Key[] {
  const own = new Set(all.map(({ entry }) => placeOf(entry)));
  const keys = all.flatMap(({ announced }) => announced?.follows ?? []);
  const others = keys.filter((key) => !own.has(placeOf(key)));
  return [...new Map(others.map(({ pk, sk }) => [`${pk} ${sk}`, { pk, sk }])).values()];
}

/**
 * Separates changes whose earlier change is neither written nor among them: these wait. A change waits no
 * longer than `earlierChangeMs` in one instance, and never for a change that the stream no longer has.
 * @param all in an order in which the earlier change of a connection comes first
 * @param found the items that exist at `earlierEntries(all)`
 */
export function separateWaiting<One extends Entry>(
  table: Table,
  all: readonly One[],
  found: ReadonlyMap<string, unknown>,
): { ready: One[]; waiting: One[] } {
  const known = new Set(found.keys());
  const ready: One[] = [];
  const waiting: One[] = [];
  for (const one of all) {
    const { follows } = one.announced ?? {};
    const place = placeOf(one.entry);
    if (follows && !known.has(placeOf(follows)) && mustWait(table, place, follows.at)) {
      waiting.push(one);
      continue;
    }
    known.add(place);
    ready.push(one);
  }
  return { ready, waiting };
}

function mustWait({ clock, feedMemory }: Table, place: string, earlierAt: string): boolean {
  const now = clock();
  const { waitingSince } = feedMemory;
  const since = waitingSince.get(place) ?? now;
  const isInStream = Math.abs(now - Date.parse(earlierAt)) < streamMs;
  const waits = isInStream && now - since < earlierChangeMs;
  if (waits) waitingSince.set(place, since);
  return waits;
}

/** Call it with changes that were written: they no longer wait. */
export function noLongerWaiting({ feedMemory }: Table, all: readonly Entry[]): void {
  for (const { entry } of all) feedMemory.waitingSince.delete(placeOf(entry));
}

/**
 * By part other than `part`: the last segment that must be read before these changes.
 * @param found the entries of earlier changes, with their places in the feed
 */
export function partsBefore(
  all: readonly Entry[],
  found: ReadonlyMap<string, Record<string, unknown>>,
  part: number,
): Record<string, number> {
  const after: Record<string, number> = {};
  for (const { announced } of all) {
    const place = announced?.follows && placeInFeed(found.get(placeOf(announced.follows)));
    if (!place || place.part === part) continue;
    after[place.part] = Math.max(after[place.part] ?? 0, place.number);
  }
  return after;
}

/** The attribute of an entry that says where its event is in the feed. */
export const inFeed = ({ part, number }: Place) => ({ inFeed: `${part}/${number}` });

/** Entries from before the feed have no place in it. */
function placeInFeed(entry: Record<string, unknown> | undefined): Place | undefined {
  if (typeof entry?.inFeed !== 'string') return undefined;
  const [part, number] = entry.inFeed.split('/').map(Number) as [number, number];
  return { part, number };
}
