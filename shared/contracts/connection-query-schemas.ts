// Queries for connections: by record, role, type, owner, id, and for many records at once.
import * as z from 'zod';
import { Filter } from './filter-parameter.ts';
import {
  Actor,
  CalendarDate,
  ConnectionId,
  optionalWholeNumber,
  RecordId,
  RecordReference,
  RecordTypeId,
  RoleInQuery,
  text,
} from './identifiers.ts';
import { pageParameters } from './paging.ts';

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

export type OrderBy = z.infer<typeof OrderBy>;
export type ConnectionsQuery = z.output<typeof ConnectionsQuery>;
