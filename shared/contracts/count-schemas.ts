// Counts: of a record's connections, of a record type, of a role.
import * as z from 'zod';
import { RecordTypeId } from './identifiers.ts';
import { pageParameters } from './paging.ts';

export const RoleHoldersQuery = z.strictObject({
  recordType: RecordTypeId.optional(),
  ...pageParameters,
});
