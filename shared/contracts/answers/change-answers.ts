// The answer to several changes of connections: a result for each item, by its status.
import * as z from 'zod';
import { changeStatuses } from '../change-schemas.ts';
import { ConnectionId } from '../identifiers.ts';
import { Connection, changed, nothingWritten, unwritten } from './connection-answers.ts';
import { Problem } from './problem.ts';

function answerWith<Shown extends z.ZodObject>(connection: Shown) {
  const result = <Status extends string, Fields extends z.ZodRawShape>(
    status: Status,
    fields: Fields,
  ) => z.object({ index: z.int(), status: z.literal(status), ...fields });
  return z.object({
    results: z.array(
      z.discriminatedUnion('status', [
        result('created', { connection }),
        result('updated', { connection, changes: changed.changes.unwrap() }),
        result('identical', { connection }).meta({
          description: 'It is already as the item would make it; nothing was written',
        }),
        result('activated', { connection }),
        result('deactivated', { connection }),
        result('deleted', { id: ConnectionId }),
        result('duplicate', { problem: Problem }).meta({
          description: 'Nothing was written: another connection prevents it (`existingId`)',
        }),
        result('invalid', { problem: Problem }),
      ]),
    ),
    counts: z.object(
      Object.fromEntries(changeStatuses.map((status) => [status, z.int()])) as Record<
        (typeof changeStatuses)[number],
        z.ZodInt
      >,
    ),
  });
}

export const ConnectionChangesAnswer = answerWith(Connection).meta({
  id: 'ConnectionChangesAnswer',
});

export const ConnectionChangesDryRun = answerWith(unwritten)
  .extend(nothingWritten)
  .meta({ id: 'ConnectionChangesDryRun' });
