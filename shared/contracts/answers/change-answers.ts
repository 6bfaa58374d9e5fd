// The answer to several changes of connections: a result for each item, distinguished by its status.
import * as z from 'zod';
import { changeStatuses } from '../change-schemas.ts';
import { connectionRoutes } from '../connection-routes.ts';
import { ConnectionId } from '../identifiers.ts';
import { FieldChange } from '../json-value.ts';
import { Connection, nothingWritten, unwritten } from './connection-answers.ts';
import { problemWith } from './problem.ts';
import { itemRefusalsOf } from './refusals.ts';

const index = z.int().min(0).meta({ description: 'The position of the item in the request' });

const meanings = {
  created: 'It was created',
  updated: 'It was changed',
  identical: 'It is already as the item would make it; nothing was written',
  activated: 'It was activated',
  deactivated: 'It was deactivated',
  deleted: 'It was deleted',
  duplicate: 'Nothing was written: another connection prevents it (`existingId`)',
  invalid: 'Nothing was written: the problem says why',
} satisfies Record<(typeof changeStatuses)[number], string>;

const Counts = z
  .object(
    Object.fromEntries(changeStatuses.map((status) => [status, z.int()])) as Record<
      (typeof changeStatuses)[number],
      z.ZodInt
    >,
  )
  .meta({ id: 'ChangeCounts', description: 'How many results have each status' });

function answerWith<Shown extends z.ZodObject>(connection: Shown, isDry: boolean) {
  const result = <Status extends keyof typeof meanings, Fields extends z.ZodRawShape>(
    status: Status,
    fields: Fields,
  ) =>
    z.object({ index, status: z.literal(status), ...fields }).meta({
      id: `Change${status[0]?.toUpperCase()}${status.slice(1)}${isDry ? 'DryRun' : ''}`,
      description: meanings[status],
    });
  const codes = itemRefusalsOf(connectionRoutes.changeConnections);
  return z.object({
    results: z.array(
      z.discriminatedUnion('status', [
        result('created', { connection }),
        result('updated', { connection, changes: z.array(FieldChange) }),
        result('identical', { connection }),
        result('activated', { connection }),
        result('deactivated', { connection }),
        result('deleted', { id: ConnectionId }),
        result('duplicate', { problem: problemWith(codes.duplicate, isDry) }),
        result('invalid', { problem: problemWith(codes.invalid, isDry) }),
      ]),
    ),
    counts: Counts,
  });
}

export const ConnectionChangesAnswer = answerWith(Connection, false).meta({
  id: 'ConnectionChangesAnswer',
});

export const ConnectionChangesDryRun = answerWith(unwritten, true)
  .extend(nothingWritten)
  .meta({ id: 'ConnectionChangesDryRun' });
