// Connections whose end date has passed: found by the date, each until it is settled.
import { Refusal } from '../../contracts/error-codes.ts';
import { entityTag } from '../../domain/conditional-requests.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { ConditionsFailed, commit, type Key } from '../engine/commit.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { items } from '../schema.ts';
import { setConnectionState } from './change-connection.ts';
import { getConnection } from './find-connection.ts';
import type { Author } from './pair-writes.ts';

/** An end date that has passed, and the connection if it still ends on it. */
export interface TermEnd {
  readonly key: Key;
  /** Version of the connection by which the date was set. */
  readonly setBy: number;
  readonly connection: (Connection & { readonly effectiveEnd: string }) | null;
}

/** How many are looked at and given at a time. */
const together = 10;

/**
 * Connections whose last day is before `today` and that were not settled yet, some at a time, the
 * longest ended first in each shard. Reads: 1 Query for each 10, and 2 for each connection.
 */
export async function* endedConnections(table: Table, today: string): AsyncGenerator<TermEnd[]> {
  for (let shard = 0; shard < table.shards; shard += 1) {
    const due = {
      KeyConditionExpression: 'pk = :ends AND sk < :today',
      ExpressionAttributeValues: { ':ends': items.termEnd.partition(shard), ':today': today },
      Limit: together,
    };
    for await (const { Items = [] } of pagesOf(table, due)) {
      if (Items.length > 0) {
        yield await Promise.all(Items.map((item) => termEndOf(table, item as TermEndItem)));
      }
    }
  }
}

type TermEndItem = Key & { readonly setBy: number };

/** The date may have been changed since, or the connection deleted: then there is nothing to end. */
async function termEndOf(table: Table, { pk, sk, setBy }: TermEndItem): Promise<TermEnd> {
  const [date = '', id = ''] = sk.split('#');
  const key = { pk, sk };
  try {
    const connection = await getConnection(table, id);
    const ends = connection.effectiveEnd === date;
    return { key, setBy, connection: ends ? { ...connection, effectiveEnd: date } : null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'NotFound') throw error;
    return { key, setBy, connection: null };
  }
}

/**
 * Settles one that was announced: deactivates it, if it is to be, and does not come back to it.
 * What was changed since it was read is left for the next run, which sees it as it is then.
 * @throws Refusal Busy
 */
export async function settleTermEnd(
  table: Table,
  { key, setBy, connection }: TermEnd,
  treatment: 'announce' | 'deactivate',
  author: Author,
): Promise<void> {
  if (connection && treatment === 'deactivate') {
    const caller = { ...author, isAdministrator: true };
    try {
      const ifMatch = [entityTag(connection.version)];
      await setConnectionState(table, connection.id, 'inactive', caller, { ifMatch });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : undefined;
      if (code !== 'NotFound' && code !== 'PreconditionFailed') throw error;
      return;
    }
  }
  try {
    // The same date may have been set again meanwhile.
    const when = { expression: 'setBy = :setBy', values: { setBy } };
    await commit(table, [{ remove: key, when }]);
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
  }
}
