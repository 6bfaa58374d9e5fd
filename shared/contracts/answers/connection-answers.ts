// Connections as answers show them.
import * as z from 'zod';
import { connectionRoutes } from '../connection-routes.ts';
import { ExternalId } from '../connection-schemas.ts';
import {
  CalendarDate,
  ConnectionId,
  Instant,
  RecordId,
  RecordReference,
  RecordTypeId,
  RoleId,
  State,
  Version,
} from '../identifiers.ts';
import { FieldChange, ShownAttributes } from '../json-value.ts';
import { pageOf } from '../paging.ts';
import { batchAnswerOf } from './batch-answers.ts';
import { problemWith } from './problem.ts';
import { itemRefusalsOf } from './refusals.ts';

export const NamedRecord = z
  .object({ type: RecordTypeId, id: RecordId, name: z.string() })
  .meta({ id: 'NamedRecord' });

export const Validity = z.enum(['future', 'current', 'past']).meta({
  description: 'Whether the connection is in effect today (UTC); independent of `state`',
});

/** Who owns it, who created it, who changed it last. */
const provenance = {
  ownerId: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  modifiedAt: Instant,
  modifiedBy: z.string(),
  version: Version,
};

/** A connection seen from `record1`. Fields without a value are null. */
export const Connection = z
  .object({
    id: ConnectionId,
    name: z.string().meta({ description: 'The name of record2' }),
    title: z.string().nullable(),
    record1: NamedRecord,
    record1RoleId: RoleId.nullable(),
    record1RoleName: z.string().nullable(),
    record2: NamedRecord,
    record2RoleId: RoleId.nullable(),
    record2RoleName: z.string().nullable(),
    description: z.string().nullable(),
    effectiveStart: CalendarDate.nullable(),
    effectiveEnd: CalendarDate.nullable(),
    validity: Validity,
    state: State,
    attributes: ShownAttributes.nullable(),
    externalId: ExternalId.nullable(),
    ...provenance,
  })
  .meta({ id: 'Connection' });

/** A connection as the lists show it that can add the attributes of the connected record. */
export const ListedConnection = Connection.extend({
  record2: NamedRecord.extend({
    attributes: ShownAttributes.optional().meta({
      description: 'With `expand=connected`; absent for a record that is being deleted or merged',
    }),
  }).meta({ id: 'ConnectedRecord' }),
}).meta({ id: 'ListedConnection' });

export const RecordsConnectionsAnswer = z
  .object({
    results: z.array(
      z.union([
        pageOf(ListedConnection).extend({ record: RecordReference }),
        z.object({ record: RecordReference, problem: problemWith(['NotFound', 'RecordMerged']) }),
      ]),
    ),
  })
  .meta({ id: 'RecordsConnectionsAnswer' });

const batchResults = <Shown extends z.ZodType>(connection: Shown) => ({
  noun: 'Connection',
  written: { connection },
  updated: { connection, changes: z.array(FieldChange) },
  refused: {},
  codes: itemRefusalsOf(connectionRoutes.batchConnections),
});

export const ConnectionBatchAnswer = batchAnswerOf(batchResults(Connection)).meta({
  id: 'ConnectionBatchAnswer',
});

/** What the answer to a dry run has in addition. */
export const nothingWritten = {
  dryRun: z.literal(true).meta({ description: 'Nothing was written' }),
};

/** A connection that is not written. */
export const unwritten = Connection.omit({ id: true }).meta({
  id: 'UnwrittenConnection',
  description: 'A connection as it would be',
});

/** The answers to dry runs: what the write would answer, without ids of connections. */
export const ConnectionDryRun = unwritten
  .extend(nothingWritten)
  .meta({ id: 'ConnectionDryRun', description: 'The connection as it would be' });

export const ConnectionBatchDryRun = batchAnswerOf({ ...batchResults(unwritten), isDry: true })
  .extend(nothingWritten)
  .meta({ id: 'ConnectionBatchDryRun' });

export const DeletionDryRun = z
  .object(nothingWritten)
  .meta({ id: 'DeletionDryRun', description: 'The deletion would succeed' });

/** One of the two halves of a connection, as stored. */
export const ConnectionHalf = z
  .object({
    id: ConnectionId,
    side: z.enum(['record1', 'record2']).meta({
      description: 'The side that this half belongs to: `record` is this record of the connection',
    }),
    record: NamedRecord,
    roleId: RoleId.nullable(),
    connected: NamedRecord,
    connectedRoleId: RoleId.nullable(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    effectiveStart: CalendarDate.nullable(),
    effectiveEnd: CalendarDate.nullable(),
    state: State,
    attributes: ShownAttributes.nullable(),
    externalId: ExternalId.nullable(),
    ...provenance,
  })
  .meta({ id: 'ConnectionHalf' });

export type NamedRecord = z.infer<typeof NamedRecord>;
export type ConnectionView = z.infer<typeof Connection>;
export type ListedConnection = z.infer<typeof ListedConnection>;
export type Validity = z.infer<typeof Validity>;
export type ConnectionBatchAnswer = z.infer<typeof ConnectionBatchAnswer>;
export type ConnectionHalf = z.infer<typeof ConnectionHalf>;
