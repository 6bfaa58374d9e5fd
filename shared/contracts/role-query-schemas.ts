// Queries for connection roles.
import * as z from 'zod';
import { RecordTypeId, text } from './identifiers.ts';
import { pageParameters } from './paging.ts';

/** `all` means the same as no parameter, as in lists of connections. */
const roleState = z
  .enum(['active', 'inactive', 'all'])
  .transform((state) => (state === 'all' ? undefined : state))
  .optional();

export const ConnectionRolesQuery = z.strictObject({
  category: text(100).optional(),
  recordType: RecordTypeId.optional().meta({ description: 'Roles that may be used on this type' }),
  state: roleState,
  namePrefix: text(100).optional().meta({
    description: 'Only names that start with this text, whatever the case',
  }),
  ...pageParameters,
});

export const MatchingRolesQuery = z.strictObject({
  recordType: RecordTypeId.optional().meta({
    description: 'Type of the record on the other side: only roles that may be used on it',
  }),
  state: roleState,
});

export type ConnectionRolesQuery = z.output<typeof ConnectionRolesQuery>;
export type MatchingRolesQuery = z.output<typeof MatchingRolesQuery>;
