// Events on the bus: what is told of each change, once per connection. Their JSON Schemas, made
// from these, are in docs/events.
import * as z from 'zod';
import { ConnectionRole } from './connection-roles.ts';
import {
  CalendarDate,
  ConnectionId,
  Instant,
  RecordId,
  RecordTypeId,
  RoleId,
  State,
  Version,
} from './identifiers.ts';
import { RecordType } from './record-types.ts';

/** The `source` of every event. */
export const eventSource = 'liaison';

const told = {
  schemaVersion: z
    .literal(1)
    .meta({ description: 'Grows when a field changes its meaning or goes' }),
  eventId: z.string().meta({
    description:
      'The same for every delivery of the same event, however often it is published: drop what you have seen',
    example: 'connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3',
  }),
  at: Instant,
  actor: z.string().meta({ description: 'The `sub` of who did it, or `liaison:…` for a workflow' }),
};

const EventRecord = z.object({ type: RecordTypeId, id: RecordId, name: z.string() });

const EventConnection = z
  .object({
    id: ConnectionId,
    record1: EventRecord,
    record1RoleId: RoleId.nullable(),
    record2: EventRecord,
    record2RoleId: RoleId.nullable(),
    description: z.string().nullable(),
    effectiveStart: CalendarDate.nullable(),
    effectiveEnd: CalendarDate.nullable(),
    state: State,
    ownerId: z.string(),
    createdAt: Instant,
    createdBy: z.string(),
    modifiedAt: Instant,
    modifiedBy: z.string(),
    version: Version.meta({
      description: 'Orders the events of one connection; a deletion counts as a version, too',
    }),
  })
  .meta({ description: 'As it is after the change; as it was last, when it was deleted' });

const changes = z
  .array(z.object({ field: z.string(), from: z.json(), to: z.json() }))
  .meta({ description: 'Each field that changed; null stands for no value' });

const ofConnection = z.object({ ...told, connection: EventConnection, changes });
const ofRecord = z.object({ ...told, record: EventRecord.extend({ version: Version }) });
const ofRole = z.object({ ...told, connectionRole: ConnectionRole, changes });
const ofRecordType = z.object({ ...told, recordType: RecordType, changes });

/** What each kind of event carries as its `detail`, by its `detail-type`. */
export const events = {
  'Connection Created': ofConnection,
  'Connection Updated': ofConnection,
  'Connection Activated': ofConnection,
  'Connection Deactivated': ofConnection,
  'Connection Deleted': ofConnection,
  'Connection Ended': ofConnection.omit({ changes: true }).extend({
    endedOn: CalendarDate.meta({ description: 'The last day on which it was in effect' }),
  }),
  'Record Deleted': ofRecord,
  'Record Renamed': ofRecord.extend({ formerName: z.string() }),
  'Connection Role Created': ofRole,
  'Connection Role Updated': ofRole,
  'Connection Role Activated': ofRole,
  'Connection Role Deactivated': ofRole,
  'Connection Role Clearing': ofRole,
  'Connection Role Deleted': ofRole,
  'Record Type Created': ofRecordType,
  'Record Type Updated': ofRecordType,
  'Record Type Deleted': ofRecordType,
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof events;
export type EventDetail<Type extends EventType> = z.output<(typeof events)[Type]>;

/** One event, before it is put on the bus. */
export type LiaisonEvent = {
  [Type in EventType]: { readonly type: Type; readonly detail: EventDetail<Type> };
}[EventType];
