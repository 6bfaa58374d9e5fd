// The neighbourhood of a record, and the shortest paths between two.
import * as z from 'zod';
import { NamedRecord, Validity } from './connection-schemas.ts';
import {
  CalendarDate,
  ConnectionId,
  RecordInQuery,
  RecordReference,
  RecordTypeId,
  RoleId,
  RoleInQuery,
  State,
  wholeNumber,
} from './identifiers.ts';

/** Media types of a graph in addition to JSON. */
export const graphFormats = ['application/graphml+xml', 'text/vnd.graphviz'] as const;

export const GraphQuery = z.strictObject({
  depth: wholeNumber(1, 3, 1).describe(
    'Maximum distance of a record from the root in connections, 1 to 3',
  ),
  maxNodes: wholeNumber(1, 1000, 200).describe('Maximum number of records, 1 to 1000'),
  roleId: RoleInQuery.optional().meta({
    description:
      'Follow a connection only if the record it is followed from has this role in it; `-` stands for no role',
  }),
  connectedType: RecordTypeId.optional().meta({
    description: 'Follow only connections to records of this type',
  }),
  activeOn: CalendarDate.optional().meta({
    description: 'Follow only connections in effect on this day',
  }),
  state: z.enum(['active', 'inactive', 'all']).default('all'),
});

/** A connection, drawn from record1 to record2. */
export const GraphEdge = z
  .object({
    id: ConnectionId,
    from: RecordReference.meta({ description: 'record1 of the connection' }),
    to: RecordReference.meta({ description: 'record2 of the connection' }),
    fromRoleId: RoleId.nullable(),
    toRoleId: RoleId.nullable(),
    title: z.string().nullable(),
    validity: Validity,
    state: State,
  })
  .meta({ id: 'GraphEdge', description: 'A connection, in the direction in which it was created' });

export const GraphNode = NamedRecord.extend({
  depth: z.int().min(0).max(3).meta({
    description: 'Distance from the root in connections, counting only connections that were read',
  }),
  degree: z.int().min(0).optional().meta({
    description: 'How many connections the record has in total; recent changes may be missing',
  }),
}).meta({ id: 'GraphNode' });

export const Graph = z
  .object({
    root: RecordReference,
    nodes: z.array(GraphNode).meta({ description: 'The root first, then the nearest records' }),
    edges: z
      .array(GraphEdge)
      .meta({ description: 'The connections between these nodes, each once' }),
    truncated: z.boolean().meta({
      description: 'A limit was reached, so some records or connections are missing',
    }),
  })
  .meta({ id: 'Graph' });

export const PathsQuery = z.strictObject({
  from: RecordInQuery.meta({ description: 'A record as `type/id`', example: 'account/fabrikon' }),
  to: RecordInQuery.meta({ description: 'A record as `type/id`', example: 'user/user-ines' }),
  maxDepth: wholeNumber(1, 6, 4).describe('Maximum length of a path in connections, 1 to 6'),
  limit: wholeNumber(1, 20, 5).describe('Maximum number of paths, 1 to 20'),
  roleId: RoleInQuery.optional().meta({
    description: 'Use only connections in which one of the two records has this role; `-`: no role',
  }),
  connectedType: RecordTypeId.optional().meta({
    description:
      'Use only connections to a record of this type; with `roleId`, the other record has the role',
  }),
  activeOn: CalendarDate.optional().meta({
    description: 'Use only connections in effect on this day',
  }),
  state: z.enum(['active', 'inactive', 'all']).default('all'),
});

const Path = z
  .object({
    length: z.int().min(0).max(6).meta({ description: 'Number of connections' }),
    nodes: z
      .array(NamedRecord)
      .meta({ description: 'The records on the path, including both ends' }),
    edges: z
      .array(GraphEdge)
      .meta({ description: 'One connection for each step, in the order of the path' }),
  })
  .meta({ id: 'Path' });

export const Paths = z
  .object({
    paths: z.array(Path),
    truncated: z.boolean().meta({
      description:
        'There may be more paths of this length; or, if `paths` is empty, there may be paths within `maxDepth`',
    }),
  })
  .meta({ id: 'Paths' });

export type GraphQuery = z.output<typeof GraphQuery>;
export type GraphEdge = z.infer<typeof GraphEdge>;
export type GraphNode = z.infer<typeof GraphNode>;
export type Graph = z.infer<typeof Graph>;
export type PathsQuery = z.output<typeof PathsQuery>;
export type Path = z.infer<typeof Path>;
export type Paths = z.infer<typeof Paths>;
