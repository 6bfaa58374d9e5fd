// Turns a change from the stream into history entries, amounts to add to counts, and events of the feed.

import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import type { CatalogEvent } from '../../domain/catalog.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import {
  addedByLeaving,
  addedToRecord,
  addedToRoles,
  addedToTypes,
  type Cells,
  type CellsByName,
} from '../../domain/counting.ts';
import { catalogEventName, eventOf } from '../../domain/events/announced-events.ts';
import {
  type Change,
  catalogFields,
  changedFields,
  endsOf,
  type FieldChange,
  isMoved,
  reportedVersion,
  subject,
  versionOf,
} from '../../domain/events/connection-change.ts';
import type { RecordEvent } from '../../domain/events/record-event.ts';
import { named, type SideName } from '../../domain/perspective.ts';
import { type Action, type Item, placeOf } from '../engine/commit.ts';
import type { Announced } from '../feed/earlier-changes.ts';
import { textOf } from '../feed/segment.ts';
import { ownedEntry } from '../pairs/owned-entry.ts';
import { expiring, items, shardOf } from '../schema.ts';
import { eventsOf } from './events-of-change.ts';
import type { StreamedCatalogChange, StreamedChange } from './stream-records.ts';

/**
 * Amounts to add to counts, an event for the feed, and the history entry that marks both as done. All are
 * written in one transaction, on the condition that the entry is new, so that nothing is counted or
 * announced twice, however often the stream delivers the change.
 */
export interface Projection {
  readonly entry: Item;
  /** The record whose counts change, and the amounts. */
  readonly record?: { readonly type: string; readonly id: string; readonly added: Cells };
  readonly types: CellsByName;
  readonly roles: CellsByName;
  /** Other writes in the same transaction, without a condition. */
  readonly otherWrites: readonly Action[];
  /** Absent on the entry of the other side, and if the change has no event. */
  readonly announced?: Announced;
}

export interface ProjectionSettings {
  readonly shards: number;
  /** How long history is stored, in days. */
  readonly retentionDays: number;
  /** How long the feed keeps events, in days. */
  readonly feedDays: number;
}

/** The projections of a change from the stream. */
export function projectionsOf(
  streamed: StreamedChange,
  settings: ProjectionSettings,
): Projection[] {
  const events = eventsOf(streamed);
  if ('change' in streamed) {
    const { change, sides } = streamed;
    return sides.flatMap((side) => [
      ofConnection(change, side, events, settings),
      ...(isMoved(change, side) ? [ofLeaving(change, side, settings)] : []),
    ]);
  }
  if ('record' in streamed) return [withEvent(ofRecord(streamed.record, settings), events[0])];
  const { catalog } = streamed;
  return catalog.events.map((event, at) =>
    withEvent(ofCatalog(event, catalog, settings), events[at]),
  );
}

const withEvent = (projection: Projection, event: LiaisonEvent | undefined): Projection =>
  event ? { ...projection, announced: { text: textOf(event) } } : projection;

const expiry = (at: string, { retentionDays }: ProjectionSettings) =>
  expiring(at, retentionDays * 86_400);

const none: CellsByName = new Map();

function ofConnection(
  change: Change,
  side: SideName,
  [event]: readonly LiaisonEvent[],
  settings: ProjectionSettings,
): Projection {
  const { at, actor, reason, before } = change;
  const { id } = subject(change);
  const { own, connected } = endsOf(change, side);
  const version = versionOf(change);
  const entry: Item = {
    pk: items.historyEntry.partition(own.type, own.id),
    sk: items.historyEntry.sort(at, id, version),
    about: id,
    ...(side === 'record1' && { connectionId: id }),
    version,
    at,
    actor,
    event: eventOf(change),
    own: named(own),
    connected: named(connected),
    changes: storedChanges(changedFields(change, side)),
    ...(reason && { reason }),
    ...expiry(at, settings),
  };
  return {
    entry,
    record: { type: own.type, id: own.id, added: addedToRecord(change, side) },
    types: addedToTypes(change, side),
    roles: addedToRoles(change, side),
    otherWrites:
      side === 'record1' ? [...termEndOf(change, settings), ...ownedWrites(change, settings)] : [],
    ...(side === 'record1' &&
      event && {
        announced: {
          text: textOf(event),
          ...(before && { follows: earlierChange(before) }),
        },
      }),
  };
}

/** The entry of the change that made a connection what it was before the next change. */
function earlierChange(before: Connection): NonNullable<Announced['follows']> {
  const { id, record1, modifiedAt: at } = before;
  const pk = items.historyEntry.partition(record1.type, record1.id);
  return { pk, sk: items.historyEntry.sort(at, id, reportedVersion(before)), at };
}

/**
 * Takes a connection that moved out of the counts of the merged record. The entry is not part of the history: the
 * record that the connection moved to has the entry of the move.
 */
function ofLeaving(change: Change, side: SideName, settings: ProjectionSettings): Projection {
  const { at, actor } = change;
  const { type, id } = (change.before ?? subject(change))[side];
  const entry: Item = {
    pk: items.leftEntry.partition(type, id),
    sk: items.leftEntry.sort(at, subject(change).id, versionOf(change)),
    at,
    actor,
    ...expiry(at, settings),
  };
  const record = { type, id, added: addedByLeaving(change, side) };
  return { entry, record, types: none, roles: none, otherWrites: [] };
}

/** A list; as JSON text if values are numbers or objects, because DynamoDB cannot store all of JSON. */
function storedChanges(changes: readonly FieldChange[]) {
  const isPlain = (value: unknown): boolean =>
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'));
  const arePlain = changes.every(({ from, to }) => isPlain(from) && isPlain(to));
  return arePlain ? changes : JSON.stringify(changes);
}

/** The item for an end date that was set. Whether it still applies is checked when the day is over. */
function termEndOf({ before, after }: Change, { shards }: ProjectionSettings): Action[] {
  const date = after?.effectiveEnd;
  if (!after || !date || date === before?.effectiveEnd) return [];
  const shard = shardOf('connection', after.id, shards);
  const key = { pk: items.termEnd.partition(shard), sk: items.termEnd.sort(date, after.id) };
  return [{ put: { ...key, setBy: after.version } }];
}

/**
 * Lists a connection among its owner's, by its last change. If changes arrive in another order, the entry of an earlier one
 * stays: readers compare it with the connection.
 */
function ownedWrites({ before, after }: Change, { shards }: ProjectionSettings): Action[] {
  const [was, is] = [before, after].map((one) => one && ownedEntry(one, shards));
  const isSame = was && is && placeOf(was) === placeOf(is);
  return [
    ...(was && !isSame ? [{ remove: { pk: was.pk, sk: was.sk } }] : []),
    ...(is ? [{ put: is }] : []),
  ];
}

function ofRecord(event: RecordEvent, settings: ProjectionSettings): Projection {
  const { type, id, at, actor, version } = event;
  const isRenamed = event.event === 'renamed';
  const entry: Item = {
    pk: items.lifetimeEntry.partition(type, id),
    sk: items.lifetimeEntry.sort(at, event.event, isRenamed ? version : undefined),
    at,
    actor,
    ...expiry(at, settings),
  };
  const added = { records: event.event === 'created' ? 1 : -1 };
  const types = isRenamed ? none : new Map([[type, added]]);
  return { entry, types, roles: none, otherWrites: [] };
}

function ofCatalog(
  event: CatalogEvent,
  { version, actor, at }: StreamedCatalogChange,
  settings: ProjectionSettings,
): Projection {
  const { kind, id, before, after } = event;
  const entry: Item = {
    pk: items.catalogEntry.partition(kind, id),
    sk: items.catalogEntry.sort(at, version),
    at,
    actor,
    event: catalogEventName(event),
    changes: storedChanges(catalogFields(before, after)),
    ...expiry(at, settings),
  };
  return { entry, types: none, roles: none, otherWrites: [] };
}
