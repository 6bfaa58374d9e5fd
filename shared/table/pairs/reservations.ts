// What connections reserve because it is unique or limited: one mechanism for series, external ids and limits. A write
// reads the items, decides, and writes them in its transaction on the condition that they are still as read, so that
// of all concurrent writes one after the other succeeds.
import { Refusal } from '../../contracts/error-codes.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { collide, type Extent } from '../../domain/duplicate-rule.ts';
import { type LimitedPlace, limitAdvice, limitReached, usingUp } from '../../domain/limit-rule.ts';
import type { Period } from '../../domain/validity.ts';
import { isSameJson } from '../../text/same-json.ts';
import { type Action, commitIf, type Key, placeOf } from '../engine/commit.ts';
import { type Condition, isStill } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { itemsAt } from '../engine/read.ts';
import { externalIdKey, externalIdTaken, type Keeper } from './external-id.ts';
import { getConnection, isLeftOver } from './find-connection.ts';
import {
  type Holder,
  holderOf,
  isComplete,
  isHolder,
  isOfFormerRecord,
  type LimitItem,
  periodOf,
  readHolders,
} from './limit-item.ts';
import {
  type Entry,
  entryChanges,
  forms,
  type LimitPlace,
  type Limits,
  type Place,
  placesOf,
  type Reserving,
  type Stored,
} from './reserved-items.ts';
import { extentOf, type SeriesMember, type Sides, seriesKey } from './series-item.ts';

/** An item as it was read and as the changes leave it. */
interface Read {
  readonly place: Place;
  /** As stored; undefined if there is none. */
  item: Stored | undefined;
  /** Its entries, without those that are found to be out of date. */
  stored: readonly Entry[];
  entries: readonly Entry[];
  /** When the list of a limit was made, in ms since 1970; 0 for other kinds. */
  madeAt: number;
}

/** A place for which there is no room, and the connections that use up it and the others that are needed. */
export interface UsedUp {
  readonly place: LimitedPlace;
  readonly by: readonly Connection[];
}

/**
 * The items that some connections reserve, as they were read and as the changes of one transaction leave them.
 */
export class Reservations {
  readonly #table: Table;
  readonly #limits: Limits | undefined;
  readonly #read = new Map<string, Read>();
  /** Connections as they will be written, and as they were, by id; null for a deleted one. */
  readonly #toWrite = new Map<string, Connection | null>();
  readonly #written = new Map<string, Connection | null>();

  /** @param limits the roles with their limits; without it, limits are neither checked nor kept */
  constructor(table: Table, limits?: Limits) {
    this.#table = table;
    this.#limits = limits;
  }

  /** The keys of all items that a new connection reserves. */
  keysOf(connection: Reserving): Key[] {
    return placesOf(connection, this.#limits).map(({ key }) => key);
  }

  /**
   * Adds what was read, strongly consistent, of the items that new connections reserve.
   * @param found the items, in any order, among others
   * @param exists whether a record exists; for one that does not, no list of a limit is made
   */
  async add(
    connections: readonly Reserving[],
    found: readonly Stored[],
    exists: (record: RecordReference) => boolean,
  ): Promise<void> {
    await this.#add(
      connections.flatMap((one) => placesOf(one, this.#limits)),
      found,
      exists,
    );
  }

  /** Adds the series of a connection, which was read with it: `found` has it, unless there is none. */
  addSeries(connection: Sides, found: readonly Stored[]): void {
    const place = { kind: 'series' as const, key: seriesKey(connection) };
    const item = found.find((one) => placeOf(one as unknown as Key) === placeOf(place.key));
    const stored = forms.series.entriesOf(item);
    this.#read.set(placeOf(place.key), { place, item, stored, entries: stored, madeAt: 0 });
  }

  /**
   * Reads the items that changes of connections write, unless they were read before; strongly consistent: 1
   * BatchGetItem for each 100, none if there are none.
   */
  async readFor(
    changes: readonly { readonly before: Connection | null; readonly after: Connection | null }[],
  ): Promise<void> {
    const places = changes.flatMap(({ before, after }) =>
      entryChanges(before, after, this.#limits).map(({ place }) => place),
    );
    await this.#readAt(places.filter(({ key }) => !this.#read.has(placeOf(key))));
  }

  /** Reads the items at these keys again, if they are among those that were read. Changes to them are lost. */
  async readAgain(keys: readonly Key[]): Promise<void> {
    await this.#readAt(keys.flatMap((key) => this.#read.get(placeOf(key))?.place ?? []));
  }

  async #readAt(places: readonly Place[]): Promise<void> {
    const unique = new Map(places.map(({ key }) => [placeOf(key), key]));
    if (unique.size === 0) return;
    const found = await itemsAt(this.#table, [...unique.values()], { consistent: true });
    await this.#add(places, found);
  }

  async #add(
    places: readonly Place[],
    found: readonly Stored[],
    exists: (record: RecordReference) => boolean = () => true,
  ): Promise<void> {
    const byPlace = new Map(found.map((item) => [placeOf(item as unknown as Key), item]));
    const unique = new Map(places.map((place) => [placeOf(place.key), place]));
    for (const [at, place] of unique) {
      const item = byPlace.get(at);
      const read =
        place.kind === 'limit' && exists(place.limit.record)
          ? await this.#listOf(place, item as LimitItem | undefined)
          : { item, stored: forms[place.kind].entriesOf(item), madeAt: 0 };
      this.#read.set(at, { place, ...read, entries: read.stored });
    }
  }

  /**
   * The list of a limit. If it is not complete, it is made from the record's connections, and stored as soon as the
   * limit is old enough for that.
   */
  async #listOf(
    { key, limit }: LimitPlace,
    item: LimitItem | undefined,
  ): Promise<Pick<Read, 'item' | 'stored' | 'madeAt'>> {
    if (item && isComplete(item, limit)) {
      return { item: { ...item }, stored: item.holders, madeAt: item.madeAt };
    }
    const madeAt = this.#table.clock();
    const holders = await readHolders(this.#table, limit);
    const made: LimitItem = { ...key, holders, madeAt };
    const stored = { item: item && { ...item }, stored: holders, madeAt };
    if (!isComplete(made, limit) || this.#table.isDry) return stored;
    const when = isStill(item, ...forms.limit.compared);
    return (await commitIf(this.#table, [{ put: { ...made }, when }]))
      ? { ...stored, item: { ...made } }
      : stored;
  }

  /** The connections with the same records, roles and title whose periods collide with a connection's. */
  collisions(connection: Sides & Extent & { readonly id?: string }): readonly SeriesMember[] {
    const { entries } = this.#at(seriesKey(connection));
    return (entries as readonly SeriesMember[]).filter(
      (member) => member.id !== connection.id && collide(connection, extentOf(member)),
    );
  }

  /**
   * The one that a new connection collides with; of several, the one that came first, so that a file
   * that is imported twice gives the same result.
   * @param counts whether a member counts, by its id
   */
  collision(
    connection: Sides & Extent,
    counts: (id: string) => boolean = () => true,
  ): SeriesMember | undefined {
    return this.collisions(connection).find(({ id }) => counts(id));
  }

  /** Whether a connection cannot be written together with those that were taken up by `replace`. */
  isBlocked(connection: Connection): boolean {
    return placesOf(connection, this.#limits).some((place) => {
      if (place.kind === 'series') return this.collisions(connection).length > 0;
      const others = this.#at(place.key).entries.filter(({ id }) => id !== connection.id);
      if (place.kind === 'externalId') return others.length > 0;
      return usingUp(place.limit.max, connection, holdersAmong(others)).length > 0;
    });
  }

  /**
   * The refusal of a connection whose external id another one has. If that one does not have it any more, as after
   * a restore of a part of its deletion, it is left out.
   */
  async externalIdRefusal(connection: Connection): Promise<Refusal | undefined> {
    const { externalId, id } = connection;
    if (!externalId) return undefined;
    const read = this.#at(externalIdKey(externalId));
    const other = (read.entries as readonly Keeper[]).find((keeper) => keeper.id !== id);
    if (!other) return undefined;
    if (this.#changed(other.id) === undefined && (await isLeftOver(this.#table, other))) {
      this.#correct(read, (entries) => entries.filter(({ id }) => id !== other.id));
      return undefined;
    }
    return externalIdTaken(externalId, other.id);
  }

  /**
   * The connections that use up the places that a connection needs, and the first such place; undefined if there
   * is a place for it. Reads them, by id: 2 calls for each, none as long as the lists have places.
   * @param former the connection before a change, if it was active: it has its place on the days of its period
   */
  async limitUsedUp(
    connection: Connection,
    former: Connection | null,
  ): Promise<UsedUp | undefined> {
    let first: LimitedPlace | undefined;
    const by = new Map<string, Connection>();
    for (const place of placesOf(connection, this.#limits)) {
      if (place.kind !== 'limit') continue;
      const hadPlace = former !== null && isHolder(former, place.limit);
      const read = this.#read.get(placeOf(place.key));
      // Nothing that the limit depends on changes.
      if (!read && hadPlace) continue;
      const found = await this.#usersOf(place, connection, hadPlace ? former : undefined);
      if (found.length > 0) first ??= place.limit;
      for (const one of found) by.set(one.id, one);
    }
    return first && { place: first, by: [...by.values()] };
  }

  async #usersOf(
    { key, limit }: LimitPlace,
    connection: Connection,
    former: Period | undefined,
  ): Promise<Connection[]> {
    const read = this.#at(key);
    for (;;) {
      const others = read.entries.filter(({ id }) => id !== connection.id);
      const using = usingUp(limit.max, connection, holdersAmong(others), former);
      const found = new Map(
        await Promise.all(
          using.map(async ({ id }) => [id, await this.#holder(id, limit)] as const),
        ),
      );
      const current = (entries: readonly Entry[]) =>
        entries.flatMap((entry) => {
          if (!found.has(entry.id)) return [entry];
          const now = found.get(entry.id);
          return now && !isOfFormerRecord(now, connection, limit) ? [holderOf(now)] : [];
        });
      if (isSameJson(current(read.entries), read.entries)) {
        return using.map(({ id }) => found.get(id) as Connection);
      }
      this.#correct(read, current);
    }
  }

  /** The connection with an id if it is a holder now. */
  async #holder(id: string, limit: LimitedPlace): Promise<Connection | undefined> {
    try {
      const changed = this.#changed(id);
      const now = changed === undefined ? await getConnection(this.#table, id) : changed;
      return now && isHolder(now, limit) ? now : undefined;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'NotFound') return undefined;
      throw error;
    }
  }

  /** A connection as these changes leave it, null if they delete it; undefined if they do not change it. */
  #changed(id: string): Connection | null | undefined {
    const toWrite = this.#toWrite.get(id);
    return toWrite === undefined ? this.#written.get(id) : toWrite;
  }

  /** Makes the entries what they should have been; it is written with the next change of the item. */
  #correct(read: Read, to: (entries: readonly Entry[]) => readonly Entry[]): void {
    const isChanged = read.entries !== read.stored;
    read.stored = to(read.stored);
    read.entries = isChanged ? to(read.entries) : read.stored;
  }

  /** Takes a connection from `before` to `after`; null stands for "does not exist". */
  replace(before: Connection | null, after: Connection | null): void {
    this.release(before, after);
    this.take(before, after);
  }

  /**
   * The first part of `replace`: removes what changes. Of changes that are written together, release all before the
   * first one takes, so that each may take what another one releases, in whatever order they are.
   */
  release(before: Connection | null, after: Connection | null): void {
    for (const { place, was } of entryChanges(before, after, this.#limits)) {
      const read = this.#at(place.key);
      // What is kept for another connection, as after a restore of a part of a transaction, stays as it is.
      const rest = read.entries.filter(({ id }) => id !== was?.id);
      if (rest.length < read.entries.length) read.entries = rest;
    }
    const { id } = (after ?? before) as Connection;
    this.#toWrite.set(id, after);
  }

  /** The second part of `replace`: adds what the connection reserves then. */
  take(before: Connection | null, after: Connection | null): void {
    for (const { place, is } of entryChanges(before, after, this.#limits)) {
      if (!is) continue;
      const read = this.#at(place.key);
      read.entries = [...read.entries.filter(({ id }) => id !== is.id), is];
    }
  }

  /** Leaves a connection out, as if it were not stored. */
  forget(connection: Connection): void {
    for (const place of placesOf(connection, this.#limits)) {
      const read = this.#read.get(placeOf(place.key));
      if (read) {
        this.#correct(read, (entries) => entries.filter(({ id }) => id !== connection.id));
      }
    }
  }

  /** How many items would differ from what was read with one more new connection. */
  changedWith(connection: Connection): number {
    const changed = new Set(
      [...this.#read].filter(([, { stored, entries }]) => stored !== entries).map(([at]) => at),
    );
    for (const { place } of entryChanges(null, connection, this.#limits)) {
      changed.add(placeOf(place.key));
    }
    return changed.size;
  }

  /** The writes of the items that changed, in no particular order. */
  actions(): Action[] {
    return [...this.#read.values()].flatMap((read): Action[] => {
      if (read.entries === read.stored) return [];
      const { key } = read.place;
      const after = itemAfter(read);
      const when: Condition = isStill(read.item, ...forms[read.place.kind].compared);
      return after ? [{ put: { ...key, ...after }, when }] : [{ remove: key, when }];
    });
  }

  /** Call it when `actions` were committed: what they wrote is what is stored. */
  committed(): void {
    for (const read of this.#read.values()) {
      if (read.entries === read.stored) continue;
      read.item = itemAfter(read);
      read.stored = read.entries;
    }
    for (const [id, connection] of this.#toWrite) this.#written.set(id, connection);
    this.#toWrite.clear();
  }

  /** Undoes all changes. */
  reset(): void {
    for (const read of this.#read.values()) read.entries = read.stored;
    this.#toWrite.clear();
  }

  #at(key: Key): Read {
    const read = this.#read.get(placeOf(key));
    if (!read) throw new Error(`the item ${placeOf(key)} was not read`);
    return read;
  }
}

const itemAfter = ({ place, entries, madeAt }: Read): Stored | undefined =>
  forms[place.kind].itemOf(entries, { madeAt });

const holdersAmong = (entries: readonly Entry[]) =>
  (entries as readonly Holder[]).map((holder) => ({ id: holder.id, ...periodOf(holder) }));

/**
 * The refusal of a connection for which a limit has no place.
 * @param advice what the caller can do; by default, that it cannot replace them
 */
export const limitRefusal = (
  { place, by }: UsedUp,
  advice: string = limitAdvice(by.length, false),
): Refusal => limitReached(place, by, advice);
