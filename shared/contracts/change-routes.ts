// The route of the change feed.
import * as z from 'zod';
import { RecordTypeId, RoleInQuery, wholeNumber } from './identifiers.ts';
import { defineRoutes } from './route-definition.ts';
import { scopes } from './scopes.ts';

const ChangesQuery = z.strictObject({
  after: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .meta({
      description:
        '`next` of the previous page, with the same filters; `now` to start at the present. Default: the ' +
        'oldest change that is kept',
      example: 'now',
    }),
  recordType: RecordTypeId.optional().meta({
    description:
      'Only changes of connections, records and the type itself that are about this type',
  }),
  roleId: RoleInQuery.optional().meta({
    description:
      'Only changes of connections with this role on a side, before or after the change, and of the role itself',
  }),
  limit: wholeNumber(1, 100, 25).describe('Maximum number of changes on a page, 1 to 100'),
});

export const changeRoutes = defineRoutes({
  listChanges: {
    method: 'GET',
    path: '/v1/changes',
    scope: scopes.read,
    capability: 'queries',
    tag: 'Changes',
    summary: 'List every change, in order',
    description:
      'The events that are published on the bus, the oldest first, and those of one connection in the order of ' +
      'its versions. A reader that sends `next` as `after`, again and again, receives each change exactly ' +
      'once. `next` is unchanged when there is nothing new; a page with filters may be empty although more follows.',
    query: ChangesQuery,
    refusals: ['RecordTypeNotFound', 'ConnectionRoleNotFound', 'CursorExpired'],
  },
});
