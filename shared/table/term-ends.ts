// Connections whose end date has passed: found by the date, each until it is settled.
import { Refusal } from '../contracts/problem.ts';
import type { Connection } from '../domain/connection.ts';
import { setConnectionState } from './change-connection.ts';
import { commit, type Key } from './commit.ts';
import type { Author } from './pair-writes.ts';
import { pagesOf } from './read.ts';
import { getConnection } from './read-connections.ts';
import { items } from './schema.ts';
import type { Table } from './table.ts';

/** An end date that has passed, and the connection if it still ends on it. */
export interface TermEnd {
  readonly key: Key;
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
        yield await Promise.all(Items.map((item) => termEndOf(table, item as unknown as Key)));
      }
    }
  }
}

/** The date may have been changed since, or the connection deleted: then there is nothing to end. */
async function termEndOf(table: Table, { pk, sk }: Key): Promise<TermEnd> {
  const [date = '', id = ''] = sk.split('#');
  try {
    const connection = await getConnection(table, id);
    const ends = connection.effectiveEnd === date;
    return { key: { pk, sk }, connection: ends ? { ...connection, effectiveEnd: date } : null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'NotFound') throw error;
    return { key: { pk, sk }, connection: null };
  }
}

/**
 * Settles one that was announced: deactivates it, if it is to be, and does not come back to it.
 * @throws Refusal Busy
 */
export async function settleTermEnd(
  table: Table,
  { key, connection }: TermEnd,
  treatment: 'announce' | 'deactivate',
  author: Author,
): Promise<void> {
  if (connection && treatment === 'deactivate') {
    const caller = { ...author, isAdministrator: true };
    try {
      await setConnectionState(table, connection.id, 'inactive', caller, { ifMatch: undefined });
    } catch (error) {
      // Deleted meanwhile.
      if (!(error instanceof Refusal) || error.code !== 'NotFound') throw error;
    }
  }
  await commit(table, [{ remove: key }]);
}
