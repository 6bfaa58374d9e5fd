// Which event announces a change. Building it again gives the same event with the same id.
import type { Cause } from '../../contracts/cause-header.ts';
import type { EventDetail, EventType, LiaisonEvent } from '../../contracts/event-schemas.ts';
import type { CatalogEvent } from '../catalog.ts';
import type { Author, Connection } from '../connection-rules.ts';
import { named, sideNames } from '../perspective.ts';
import { causationBy, causeFrom } from './causation.ts';
import {
  type Change,
  catalogFields,
  changedFields,
  isMoved,
  subject,
  versionOf,
} from './connection-change.ts';
import type { RecordEvent } from './record-event.ts';

export type ChangeEvent = 'created' | 'updated' | 'activated' | 'deactivated' | 'moved' | 'deleted';

/** Which event announces a change of a connection; the history names the change by it, too. */
export function eventOf(change: Change): ChangeEvent {
  if (!change.before) return 'created';
  if (!change.after) return 'deleted';
  if (sideNames.some((side) => isMoved(change, side))) return 'moved';
  const changed = changedFields(change, 'record1').map(({ field }) => field);
  if (changed.length !== 1 || changed[0] !== 'state') return 'updated';
  return change.after.state === 'active' ? 'activated' : 'deactivated';
}

/** Whether the change is reported in events and history: a new name of a record is not. */
export const isReported = (change: Change): boolean =>
  !change.before || !change.after || changedFields(change, 'record1').length > 0;

/** The change of a record type or role in one word. */
export function catalogEventName({ before, after, ...event }: CatalogEvent): string {
  if ('isCleared' in event && event.isCleared) return 'clearing';
  if (!before) return 'created';
  if (!after) return 'deleted';
  const fields = catalogFields(before, after).map(({ field }) => field);
  if (fields.join() !== 'state') return 'updated';
  return 'state' in after && after.state === 'active' ? 'activated' : 'deactivated';
}

const schemaVersion = 1;

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The event of a change of a connection. */
export function connectionEvent(change: Change): LiaisonEvent {
  const connection = subject(change);
  const version = versionOf(change);
  const { at, actor, reason, cause } = change;
  return event(`Connection ${capitalized(eventOf(change))}`, {
    schemaVersion,
    eventId: `connection/${connection.id}/${version}`,
    at,
    actor,
    ...causationBy(cause),
    connection: { ...eventConnection(connection), version },
    changes: changedFields(change, 'record1'),
    ...(reason && { reason }),
  });
}

/**
 * The event of a connection whose end date has passed. No event caused that: time did.
 * @param setBy the version that set the date: a connection that ends again on the same day has another event
 */
export function endedEvent(
  connection: Connection & { readonly effectiveEnd: string },
  { setBy, actor, at }: { setBy: number; actor: string; at: string },
): LiaisonEvent {
  const endedOn = connection.effectiveEnd;
  return event('Connection Ended', {
    schemaVersion,
    eventId: `connection/${connection.id}/ended/${endedOn}/${setBy}`,
    at,
    actor,
    ...causationBy(undefined),
    connection: eventConnection(connection),
    endedOn,
  });
}

/** The event of a record; null for a created record, which affects no connection. */
export function recordEvent(happened: RecordEvent): LiaisonEvent | null {
  if (happened.event === 'created') return null;
  const { type, id, name, version, at, actor, cause } = happened;
  const detail = {
    schemaVersion,
    eventId: recordEventId(happened),
    at,
    actor,
    ...causationBy(cause),
    record: { type, id, name, version },
  } as const;
  switch (happened.event) {
    case 'renamed':
      return event('Record Renamed', { ...detail, formerName: happened.formerName });
    case 'merged':
      return event('Record Merged', { ...detail, into: happened.into });
    case 'deleted':
      return event('Record Deleted', detail);
  }
}

type RecordChange = Pick<RecordEvent, 'type' | 'id' | 'version' | 'at'>;

/** Includes the time: a record that is deleted and created again restarts its versions at 1. */
const recordEventId = ({ type, id, version, at }: RecordChange) =>
  `record/${type}/${id}/${at}/${version}`;

/** The event of a record as the cause of what becomes of the record's connections. */
export const causeByRecord = (happened: RecordChange & Pick<Author, 'cause'>): Cause =>
  causeFrom({ eventId: recordEventId(happened), ...causationBy(happened.cause) });

/** The event of a record type or a role that changed. */
export function catalogEvent(
  happened: CatalogEvent,
  by: { version: number; actor: string; at: string; cause?: Cause | undefined },
): LiaisonEvent {
  const { id, before, after } = happened;
  const { version, actor, at, cause } = by;
  const name = capitalized(catalogEventName(happened));
  const changes = catalogFields(before, after);
  const common = { schemaVersion, at, actor, ...causationBy(cause), changes };
  return happened.kind === 'role'
    ? event(`Connection Role ${name}`, {
        ...common,
        eventId: `connection-role/${id}/${version}`,
        connectionRole: after ?? before,
      })
    : event(`Record Type ${name}`, {
        ...common,
        eventId: `record-type/${id}/${version}`,
        recordType: after ?? before,
      });
}

function eventConnection(connection: Connection): EventDetail<'Connection Created'>['connection'] {
  const { record1, record2, renames: _, ...rest } = connection;
  return {
    ...rest,
    record1: named(record1),
    record1RoleId: record1.roleId,
    record2: named(record2),
    record2RoleId: record2.roleId,
  };
}

const event = (type: string, detail: unknown) =>
  ({ type: type as EventType, detail }) as LiaisonEvent;
