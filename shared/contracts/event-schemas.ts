// The events on the bus: one for each change of a connection, record, role or record type. Their
// JSON Schemas in docs/events are generated from these schemas.
import * as z from 'zod';
import type {
  ConnectionFieldChange,
  CreationChange,
  DeletionChange,
  FieldOf,
  StateChange,
} from './field-changes.ts';
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
import { FieldChange, ShownAttributes } from './json-value.ts';
import { StoredRecordType } from './record-type-schemas.ts';
import { ConnectionRole } from './role-schemas.ts';

const common = {
  schemaVersion: z
    .literal(1)
    .meta({ description: 'Increases when a field is removed or changes its meaning' }),
  eventId: z.string().meta({
    description:
      'The same for every delivery of an event, however often it is published: ignore ids you have seen',
    example: 'connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3',
  }),
  at: Instant,
  actor: z.string().meta({ description: 'The `sub` of the caller, or `liaison:…` for a workflow' }),
  depth: z
    .int()
    .min(0)
    .meta({
      description:
        'How many events led to this one, one after the other: 0 if no event caused the change, otherwise one ' +
        'more than that of the event that did',
    }),
  causedBy: z
    .string()
    .nullable()
    .meta({ description: 'The `eventId` of the event that caused the change; null if none did' }),
  workflow: z
    .string()
    .nullable()
    .meta({
      description:
        'The workflow that made the change when it processed that event, also if Liaison completed the change in the ' +
        'background; null if it was none',
    }),
};

const EventRecord = z.object({ type: RecordTypeId, id: RecordId, name: z.string() });

const EventConnection = z
  .object({
    id: ConnectionId,
    record1: EventRecord,
    record1RoleId: RoleId.nullable(),
    record2: EventRecord,
    record2RoleId: RoleId.nullable(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    effectiveStart: CalendarDate.nullable(),
    effectiveEnd: CalendarDate.nullable(),
    attributes: ShownAttributes.nullable(),
    externalId: z.object({ source: z.string(), key: z.string() }).nullable(),
    state: State,
    ownerId: z.string(),
    createdAt: Instant,
    createdBy: z.string(),
    modifiedAt: Instant,
    modifiedBy: z.string(),
    version: Version.meta({
      description: 'Orders the events of one connection; a deletion also counts as a version',
    }),
  })
  .meta({ description: 'The connection after the change, or before its deletion' });

const changes = z
  .array(FieldChange)
  .meta({ description: 'Each field that changed; null means no value' });

/** The same schema for each type of event; its TypeScript says which fields may have changed. */
const changesOf = <Change>() => changes as unknown as z.ZodType<Change[]>;

const withConnection = <Change>() =>
  z.object({ ...common, connection: EventConnection, changes: changesOf<Change>() });
const ofConnection = withConnection<ConnectionFieldChange>();
const ofRecord = z.object({ ...common, record: EventRecord.extend({ version: Version }) });
const ofRole = z.object({
  ...common,
  connectionRole: ConnectionRole,
  changes: changesOf<FieldOf<Omit<ConnectionRole, 'version'>>>(),
});
const ofRecordType = z.object({
  ...common,
  recordType: StoredRecordType,
  changes: changesOf<FieldOf<Omit<StoredRecordType, 'version'>>>(),
});

/** The `detail` of each `detail-type`; the description says when the event is published. */
export const events = {
  'Connection Created': withConnection<CreationChange>().meta({
    description: 'A connection was created',
  }),
  'Connection Updated': ofConnection.meta({
    description:
      'Roles, title, dates, description, attributes, external id or owner of a connection changed',
  }),
  'Connection Activated': withConnection<StateChange<'inactive', 'active'>>().meta({
    description: 'An inactive connection was activated, and nothing else about it changed',
  }),
  'Connection Deactivated': withConnection<StateChange<'active', 'inactive'>>().meta({
    description: 'A connection was deactivated, and nothing else about it changed',
  }),
  'Connection Moved': ofConnection.meta({
    description:
      'One of the records of a connection was merged, so the connection belongs to the surviving ' +
      'record now: `changes` has `record1` or `record2`, each with type, id and name',
  }),
  'Connection Deleted': withConnection<DeletionChange>()
    .extend({
      reason: z
        .enum(['merge'])
        .optional()
        .meta({
          description:
            'With `merge`, one of its records was merged, and the surviving record has the same ' +
            'connection already, or would be connected to itself',
        }),
    })
    .meta({ description: 'A connection was deleted, alone or together with one of its records' }),
  'Connection Ended': ofConnection
    .omit({ changes: true })
    .extend({
      endedOn: CalendarDate.meta({ description: 'The last day on which it was in effect' }),
    })
    .meta({
      description:
        'The end date of a connection has passed (UTC): announced once each time that an end date ' +
        'was set, within about an hour; also when a connection is given an end date that has already passed',
    }),
  'Record Deleted': ofRecord.meta({
    description: 'A record was deleted; an event for each of its connections follows',
  }),
  'Record Merged': ofRecord
    .extend({
      into: z
        .object({ type: RecordTypeId, id: RecordId })
        .meta({ description: 'The surviving record' }),
    })
    .meta({
      description:
        'A record was merged into another one and is closed; an event for each of its connections ' +
        'follows: Connection Moved, or Connection Deleted with the reason `merge`',
    }),
  'Record Renamed': ofRecord.extend({ formerName: z.string() }).meta({
    description: 'A record was renamed; no events follow for its connections',
  }),
  'Connection Role Created': ofRole.meta({ description: 'A connection role was created' }),
  'Connection Role Updated': ofRole.meta({
    description: 'A connection role changed; also when another role started or stopped matching it',
  }),
  'Connection Role Activated': ofRole.meta({ description: 'A connection role was activated' }),
  'Connection Role Deactivated': ofRole.meta({ description: 'A connection role was deactivated' }),
  'Connection Role Clearing': ofRole.meta({
    description:
      'A role is being deleted with policy=clear: it is inactive from now on and is removed from ' +
      'its connections, with one event for each; Connection Role Deleted follows at the end',
  }),
  'Connection Role Deleted': ofRole.meta({ description: 'A connection role was deleted' }),
  'Record Type Created': ofRecordType.meta({ description: 'A record type was created' }),
  'Record Type Updated': ofRecordType.meta({
    description: 'The display name of a record type changed, or connections were enabled for it',
  }),
  'Record Type Deleted': ofRecordType.meta({ description: 'A record type was deleted' }),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof events;
export type EventDetail<Type extends EventType> = z.output<(typeof events)[Type]>;

/** One event, before it is put on the bus. */
export type LiaisonEvent = {
  [Type in EventType]: { readonly type: Type; readonly detail: EventDetail<Type> };
}[EventType];
