// What verify finds wrong with the connections of two records, and the items that are stored with them.
import * as z from 'zod';
import { ExternalId } from '../connection-schemas.ts';
import { CalendarDate, ConnectionId, RecordReference, RoleId } from '../identifiers.ts';

/** The kinds of problems that a pair of records can have. */
export const PairProblem = z
  .object({
    connectionId: ConnectionId,
    kind: z.enum(['halves', 'series', 'externalId', 'record', 'overlap', 'undecided']).meta({
      description:
        '`halves`: it does not have two equal halves; `series`: its series does not list it as it ' +
        'is; `record`: one of its records, or its record type, does not exist; `overlap`: another connection with the same roles and title overlaps; `externalId`: its external id is not kept for it; `undecided`: what is stored ' +
        'is contradictory and is not repaired',
    }),
    detail: z.string(),
    fields: z.array(z.string()).optional().meta({ description: 'The fields that differ' }),
  })
  .meta({ id: 'PairProblem' });

export const PairProblems = z.object({ items: z.array(PairProblem) }).meta({ id: 'PairProblems' });

export const PairRepairAnswer = z
  .object({
    found: z.array(PairProblem).meta({ description: 'The problems before the repair' }),
    left: z.array(PairProblem).meta({ description: 'The problems that remain' }),
  })
  .meta({ id: 'PairRepairAnswer' });

/** The connections of two records with the same roles, as stored. */
export const ConnectionSeries = z
  .object({
    record1: RecordReference,
    record1RoleId: RoleId.nullable(),
    record2: RecordReference,
    record2RoleId: RoleId.nullable(),
    connections: z.array(
      z.object({
        id: ConnectionId,
        title: z.string().nullable().meta({ description: 'As titles are compared' }),
        effectiveStart: CalendarDate.nullable(),
        effectiveEnd: CalendarDate.nullable(),
      }),
    ),
  })
  .meta({ id: 'ConnectionSeries' });

/** An external id, and the connection that it is kept for. */
export const KeptExternalId = z
  .object({
    connectionId: ConnectionId,
    externalId: ExternalId,
    record1: RecordReference,
    record2: RecordReference,
  })
  .meta({ id: 'KeptExternalId' });

export type KeptExternalId = z.infer<typeof KeptExternalId>;
export type PairProblem = z.infer<typeof PairProblem>;
export type ConnectionSeries = z.infer<typeof ConnectionSeries>;
