// History: what happened to connections, roles and record types.
import * as z from 'zod';
import { ConnectionId, Instant, RecordId, RecordTypeId, Version } from '../identifiers.ts';
import { FieldChange } from '../json-value.ts';

const NamedThen = z
  .object({ type: RecordTypeId, id: RecordId, name: z.string() })
  .meta({ id: 'NamedThen', description: 'A record, with the name it had at the time' });

const by = {
  at: Instant,
  actor: z.string().meta({ description: 'The `sub` of the caller, or `liaison:…` for a workflow' }),
};

export const HistoryEntry = z
  .object({
    ...by,
    event: z.enum(['created', 'updated', 'activated', 'deactivated', 'moved', 'deleted']),
    reason: z.enum(['merge']).optional().meta({
      description: 'Why it was deleted, if one of its records was merged',
    }),
    connectionId: ConnectionId,
    version: Version.meta({ description: 'Version of the connection after the change' }),
    record1: NamedThen,
    record2: NamedThen,
    changes: z.array(FieldChange),
  })
  .meta({
    id: 'HistoryEntry',
    description:
      'One change of a connection. In the history of a record, `record1` is that record; in the ' +
      'history of a connection, `record1` is its record1.',
  });

export const CatalogHistoryEntry = z
  .object({
    ...by,
    event: z.enum(['created', 'updated', 'activated', 'deactivated', 'clearing', 'deleted']),
    changes: z.array(FieldChange),
  })
  .meta({ id: 'CatalogHistoryEntry', description: 'One change of a role or a record type' });

export type HistoryEntry = z.infer<typeof HistoryEntry>;
export type CatalogHistoryEntry = z.infer<typeof CatalogHistoryEntry>;
