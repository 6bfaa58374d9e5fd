// The neighbourhood of a record, and the shortest paths between two.
import * as z from 'zod';
import { ConnectionId, RecordReference, RoleId, State } from '../identifiers.ts';
import { NamedRecord, Validity } from './connection-answers.ts';

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

export type GraphEdge = z.infer<typeof GraphEdge>;
export type GraphNode = z.infer<typeof GraphNode>;
export type Graph = z.infer<typeof Graph>;
export type Path = z.infer<typeof Path>;
export type Paths = z.infer<typeof Paths>;
