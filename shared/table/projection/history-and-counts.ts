// Turns a change from the stream into history entries and amounts to add to counts.
import type { CatalogEvent } from '../../domain/catalog.ts';
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
  subject,
  versionOf,
} from '../../domain/events/connection-change.ts';
import type { RecordEvent } from '../../domain/events/record-event.ts';
import { named, type SideName } from '../../domain/perspective.ts';
import { type Action, type Item, placeOf } from '../engine/commit.ts';
import { ownedEntry } from '../pairs/owned-entry.ts';
import { expiring, items, shardOf } from '../schema.ts';
import type { StreamedCatalogChange, StreamedChange } from './stream-records.ts';

/**
 * Amounts to add to counts, and the history entry that marks them as counted. Both are written in one
 * transaction, on the condition that the entry is new, so that nothing is counted twice, however
 * often the stream delivers the change.
 */
export interface Projection {
  readonly entry: Item;
  /** The record whose counts change, and the amounts. */
  readonly record?: { readonly type: string; readonly id: string; readonly added: Cells };
  readonly types: CellsByName;
  readonly roles: CellsByName;
  /** Other writes in the same transaction, without a condition. */
  readonly otherWrites: readonly Action[];
}

export interface ProjectionSettings {
  readonly shards: number;
  /** How long history is stored, in days. */
  readonly retentionDays: number;
}

/** The projections of a change from the stream. */
export function projectionsOf(
  streamed: StreamedChange,
  settings: ProjectionSettings,
): Projection[] {
  if ('change' in streamed) {
    const { change, sides } = streamed;
    return sides.flatMap((side) => [
      ofConnection(change, side, settings),
      ...(isMoved(change, side) ? [ofLeaving(change, side, settings)] : []),
    ]);
  }
  if ('record' in streamed) {
    const { record } = streamed;
    return record.event === 'renamed' ? [] : [ofRecord(record, settings)];
  }
  const { catalog } = streamed;
  return catalog.events.map((event) => ofCatalog(event, catalog, settings));
}

const expiry = (at: string, { retentionDays }: ProjectionSettings) =>
  expiring(at, retentionDays * 86_400);

const none: CellsByName = new Map();

function ofConnection(change: Change, side: SideName, settings: ProjectionSettings): Projection {
  const { at, actor, reason } = change;
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
  };
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

type CountedEvent = Exclude<RecordEvent, { readonly event: 'renamed' }>;

function ofRecord(event: CountedEvent, settings: ProjectionSettings): Projection {
  const { type, id, at, actor } = event;
  const entry: Item = {
    pk: items.lifetimeEntry.partition(type, id),
    sk: items.lifetimeEntry.sort(at, event.event),
    at,
    actor,
    ...expiry(at, settings),
  };
  const types = new Map([[type, { records: event.event === 'created' ? 1 : -1 }]]);
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
