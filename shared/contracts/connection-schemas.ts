// Connections: the bodies that create or change one, and the forms in which one is returned.
import * as z from 'zod';
import {
  Actor,
  CalendarDate,
  DryRun,
  optionalText,
  RecordReference,
  RoleId,
  State,
  text,
} from './identifiers.ts';
import { attributeLimits, attributesWithin } from './json-attributes.ts';
import type { Resource } from './returned-fields.ts';

const Title = optionalText(200)
  .refine((title) => title === '' || title.trim() !== '', 'must not be blank')
  .nullable()
  .optional()
  .meta({
    description:
      'The connection’s own name, such as a post. Part of what makes a duplicate: two titles are two connections',
    example: 'Chief Financial Officer',
  });

/** The id of a connection in another system. */
export const ExternalId = z
  .strictObject({
    source: text(64).meta({ description: 'The other system', example: 'dataverse' }),
    key: text(255).meta({ description: 'The id there; unique within the source' }),
  })
  .meta({ id: 'ExternalId', description: 'The id of a connection in another system' });

const Attributes = attributesWithin(attributeLimits.connection).nullable();

const roleOfNew = RoleId.nullable().optional().meta({
  description:
    'If left out, the default match of the other side’s role is filled in. `null` leaves it blank.',
});

export const NewConnection = z
  .strictObject({
    record1: RecordReference,
    record1RoleId: roleOfNew,
    record2: RecordReference,
    record2RoleId: roleOfNew,
    title: Title,
    description: optionalText(2000).nullable().optional(),
    effectiveStart: CalendarDate.nullable().optional(),
    effectiveEnd: CalendarDate.nullable().optional(),
    attributes: Attributes.optional(),
    externalId: ExternalId.nullable().optional(),
    ownerId: Actor.nullable().optional().meta({ description: 'Default: the caller' }),
    state: State.default('active').meta({
      description:
        '`inactive` creates a read-only connection; imports use it for deactivated connections',
    }),
    replace: z
      .boolean()
      .optional()
      .meta({
        description:
          'If the limit of a role is reached, end the connections that use it up, on `effectiveStart` of this ' +
          'one, in the same transaction. Without `effectiveStart` this one then starts today (UTC). ' +
          'Connections that start on that day or later are not ended and still prevent it.',
      }),
  })
  .meta({ id: 'NewConnection' });

export const ConnectionPatch = z
  .strictObject({
    record1RoleId: RoleId.nullable().optional(),
    record2RoleId: RoleId.nullable().optional(),
    title: Title,
    description: optionalText(2000).nullable().optional(),
    effectiveStart: CalendarDate.nullable().optional(),
    effectiveEnd: CalendarDate.nullable().optional(),
    attributes: Attributes.optional().meta({
      description: 'Merged (RFC 7396): `null` removes an attribute; `null` for all removes all',
    }),
    externalId: ExternalId.nullable().optional(),
    ownerId: Actor.nullable().optional().meta({
      description: '`null` gives the connection back to its creator',
    }),
  })
  .meta({ id: 'ConnectionPatch', description: 'The fields to change; `null` clears a field' });

const otherRecord = 'cannot be changed: delete the connection and create another';
const nameOfRecord = 'cannot be changed here: rename the record with PUT /v1/records/{type}/{id}';
const nameOfRole = 'cannot be changed here: rename the role with PATCH /v1/connection-roles/{id}';

/** A connection as bodies describe it. */
export const connectionResource: Resource = {
  shown: [
    ...[
      'id',
      'name',
      'title',
      'description',
      'effectiveStart',
      'effectiveEnd',
      'validity',
      'state',
    ],
    ...['record1.type', 'record1.id', 'record1.name', 'record1RoleId', 'record1RoleName'],
    ...['record2.type', 'record2.id', 'record2.name', 'record2RoleId', 'record2RoleName'],
    ...['attributes', 'externalId', 'ownerId'],
    ...['createdAt', 'createdBy', 'modifiedAt', 'modifiedBy', 'version'],
  ],
  alsoShown: ['record2.attributes'],
  fixed: {
    record1: otherRecord,
    record2: otherRecord,
    name: nameOfRecord,
    'record1.name': nameOfRecord,
    'record2.name': nameOfRecord,
    record1RoleName: nameOfRole,
    record2RoleName: nameOfRole,
    validity: 'cannot be changed: it follows from effectiveStart and effectiveEnd',
    state:
      'cannot be changed here: change state with POST /v1/connections/{id}/activate or …/deactivate',
  },
};

/** Query of every write of connections. */
export const ConnectionWriteQuery = z.strictObject({ dryRun: DryRun });
export const ConnectionBatchQuery = z.strictObject({
  mode: z
    .enum(['create', 'upsert'])
    .default('create')
    .meta({
      description:
        '`create` leaves connections that exist as they are. `upsert` makes them what the item would create: a ' +
        'connection is the same if its `externalId` is the same or, without one, its two records, roles, title and ' +
        'start. Only an owner and an external id that the item leaves out stay as they are.',
    }),
  dryRun: DryRun,
});

export type NewConnection = z.output<typeof NewConnection>;
export type ConnectionPatch = z.output<typeof ConnectionPatch>;
