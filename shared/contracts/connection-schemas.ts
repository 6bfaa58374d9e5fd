// Connections: the bodies that create or change one, and the forms in which one is returned.
import * as z from 'zod';
import { Filter } from './filter-parameter.ts';
import {
  Actor,
  CalendarDate,
  ConnectionId,
  DryRun,
  optionalText,
  optionalWholeNumber,
  RecordId,
  RecordReference,
  RecordTypeId,
  RoleId,
  RoleInQuery,
  State,
  text,
} from './identifiers.ts';
import { attributeLimits, attributesWithin } from './json-attributes.ts';
import { pageParameters } from './paging.ts';
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

const Expand = z.literal('connected').meta({
  description:
    '`connected` adds `attributes` to record2: those of the connected record. A record that is being deleted or merged ' +
    'has none',
});

const orderFields = [
  'connectedName',
  'title',
  'effectiveStart',
  'effectiveEnd',
  'createdAt',
  'modifiedAt',
] as const;
type OrderField = (typeof orderFields)[number];

const orders = orderFields.flatMap((field) => [field, `${field} desc`] as const);
const OrderBy = z.enum(orders as [OrderField, ...(OrderField | `${OrderField} desc`)[]]).meta({
  description:
    'Sorts by this field, or the other way around with ` desc`. Connections without a value come last. At most 1,000 ' +
    'connections are sorted, counted by role, connected type and connected record alone; otherwise the request is ' +
    'refused with `TooManyToSort`. Without `orderBy` the order is that of the keys.',
});

/** Query parameters that every list of connections accepts. */
const listFilters = {
  roleId: RoleInQuery.optional().meta({ description: 'Role of record1, or `-` for no role' }),
  connectedRoleId: RoleInQuery.optional().meta({
    description: 'Role of record2, the connected record, or `-` for no role',
  }),
  connectedType: RecordTypeId.optional(),
  connectedId: RecordId.optional().meta({ description: 'Requires `connectedType`' }),
  category: text(100).optional().meta({
    description: 'Category of the role of record1',
  }),
  state: z.enum(['active', 'inactive', 'all']).default('all'),
  activeOn: CalendarDate.optional().meta({ description: 'Only connections in effect on this day' }),
  title: text(200).optional().meta({
    description: 'Only connections with this title, whatever its case',
  }),
  ownerId: Actor.optional(),
  filter: Filter.optional(),
  expand: Expand.optional(),
  orderBy: OrderBy.optional(),
  ...pageParameters,
};

const idHasType = (query: { connectedId?: unknown; connectedType?: unknown }) =>
  query.connectedId === undefined || query.connectedType !== undefined;
const idNeedsType = {
  path: ['connectedId'],
  message: 'can only be used with connectedType',
  // Also if other parameters are wrong.
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
};

/** Query for the connections of one record, or of all records of a type. */
export const ConnectionsQuery = z.strictObject(listFilters).refine(idHasType, idNeedsType);

/** Query for the connections in which a role is played. */
export const ConnectionsOfRoleQuery = z
  .strictObject({
    recordType: RecordTypeId.optional().meta({ description: 'Type of the records with the role' }),
    ...listFilters,
  })
  .refine(idHasType, idNeedsType);

const maxIds = 100;

/** Ids of connections, separated by commas; each once. */
const ConnectionIds = z
  .string()
  .refine((list) => list.split(',').length <= maxIds, `must be 1 to ${maxIds} ids`)
  .refine(
    (list) => list.split(',').every((id) => ConnectionId.safeParse(id).success),
    'must be ids of connections (UUIDs), separated by commas',
  )
  .transform((list) => [...new Set(list.toLowerCase().split(','))]);

/** The parameters of each way to find connections. */
const ways = [
  { named: ['ids'], with: [], words: 'ids' },
  {
    named: ['ownerId'],
    with: ['state', 'limit', 'cursor'],
    words: 'ownerId (also with state, limit and cursor)',
  },
  {
    named: ['externalSource', 'externalKey'],
    with: [],
    words: 'externalSource together with externalKey',
  },
] as const;

/** Whether the parameters are those of one way, with what may be added to it. */
const isOneWay = (query: object) => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  return ways.some((way) => {
    const allowed: readonly string[] = [...way.named, ...way.with];
    return (
      way.named.every((name) => given.includes(name)) &&
      given.every((name) => allowed.includes(name))
    );
  });
};

/** Query for connections by what identifies them, or by their owner. */
export const ConnectionsByQuery = z
  .strictObject({
    ids: ConnectionIds.optional().meta({
      description: `At most ${maxIds} ids of connections, separated by commas`,
    }),
    ownerId: Actor.optional().meta({ description: 'The owner of the connections' }),
    state: z
      .enum(['active', 'inactive', 'all'])
      .optional()
      .meta({ description: 'With `ownerId`. Default: `all`' }),
    externalSource: text(64).optional().meta({ description: '`source` of the external id' }),
    externalKey: text(255).optional().meta({ description: '`key` of the external id' }),
    limit: optionalWholeNumber(1, 100).describe(
      'With `ownerId`: maximum number of items on a page, 1 to 100. Default: 25',
    ),
    cursor: pageParameters.cursor,
  })
  .refine(isOneWay, {
    message: `must have exactly one of these: ${ways.map(({ words }) => words).join('; ')}`,
  });

/** Body of a read of many records' connections. */
export const RecordsConnections = z
  .strictObject({
    records: z
      .array(RecordReference)
      .min(1, 'must have 1 to 100 records')
      .max(100, 'must have 1 to 100 records')
      .meta({ description: 'Each is answered, also one that is named twice' }),
    roleId: listFilters.roleId,
    connectedRoleId: listFilters.connectedRoleId,
    connectedType: listFilters.connectedType,
    state: listFilters.state,
    activeOn: listFilters.activeOn,
    expand: listFilters.expand,
    limit: z.int().min(1).max(25).default(10).meta({
      description: 'Maximum number of connections of each record',
    }),
  })
  .meta({ id: 'RecordsConnections' });

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
export type OrderBy = z.infer<typeof OrderBy>;
export type ConnectionsQuery = z.output<typeof ConnectionsQuery>;
