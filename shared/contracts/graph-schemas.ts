// The neighbourhood of a record, and the shortest paths between two.
import * as z from 'zod';
import {
  CalendarDate,
  RecordInQuery,
  RecordTypeId,
  RoleInQuery,
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

export type GraphQuery = z.output<typeof GraphQuery>;
export type PathsQuery = z.output<typeof PathsQuery>;
