// Connections whose end date has passed: found by date until their end is settled.
import { Refusal } from '../../contracts/error-codes.ts';
import type { LiaisonEvent } from '../../contracts/event-schemas.ts';
import { entityTag } from '../../domain/conditional-requests.ts';
import type { Author, Connection } from '../../domain/connection-rules.ts';
import { endedEvent } from '../../domain/events/announced-events.ts';
import { type Action, commitIf, type Key } from '../engine/commit.ts';
import { isStill } from '../engine/conditions.ts';
import { decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { retries } from '../engine/retries.ts';
import { moveFrom, nextPlace, placeUsed } from '../feed/next-place.ts';
import { type Place, segmentPut, textOf } from '../feed/segment.ts';
import { getConnection } from '../pairs/find-connection.ts';
import { items } from '../schema.ts';
import { setConnectionState } from './change-connection.ts';

/** An end date that has passed, and the connection if it still ends on it. */
export interface TermEnd {
  readonly key: Key;
  /** The version of the connection that set the date. */
  readonly setBy: number;
  readonly connection: (Connection & { readonly effectiveEnd: string }) | null;
}

/** How many end dates are read and returned at a time. */
const pageSize = 10;

/**
 * Connections whose last day is before `today` and whose end is not settled yet, up to 10 at a time;
 * within a shard the earliest end comes first. Reads: 1 Query for each 10, and 2 for each connection.
 */
export async function* endedConnections(table: Table, today: string): AsyncGenerator<TermEnd[]> {
  for (let shard = 0; shard < table.shards; shard += 1) {
    const due = {
      KeyConditionExpression: 'pk = :ends AND sk < :today',
      ExpressionAttributeValues: { ':ends': items.termEnd.partition(shard), ':today': today },
      Limit: pageSize,
    };
    for await (const { Items = [] } of pagesOf(table, due)) {
      if (Items.length > 0) {
        yield await Promise.all(Items.map((item) => termEndOf(table, item as TermEndItem)));
      }
    }
  }
}

type TermEndItem = Key & { readonly setBy: number };

/** Without a connection if its end date was changed since, or if it was deleted. */
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

/** How ends are settled. */
export interface TermEndSettings {
  readonly treatment: 'announce' | 'deactivate';
  /** How long the feed keeps events, in days. */
  readonly feedDays: number;
}

/**
 * Settles an end that was announced: deactivates the connection, if the stage does that, and removes
 * the end date from those to be settled, in one transaction with its event in the feed. A connection that
 * changed since it was read is left for the next run, which reads it again.
 * @throws Refusal Busy
 */
export async function settleTermEnd(
  table: Table,
  { key, setBy, connection }: TermEnd,
  { treatment, feedDays }: TermEndSettings,
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
  // The condition fails if the same date was set again in the meantime; then it stays.
  const removal: Action = { remove: key, when: isStill({ setBy }, 'setBy') };
  if (!connection) await commitIf(table, [removal]);
  else
    await announceInFeed(
      table,
      endedEvent(connection, { setBy, ...by(author) }),
      removal,
      feedDays,
    );
}

const by = ({ actor, now }: Author) => ({ actor, at: now });

/** Writes an event into the feed, if the condition of another action for the same transaction still holds. */
async function announceInFeed(
  table: Table,
  event: LiaisonEvent,
  other: Action,
  feedDays: number,
): Promise<void> {
  let isOver = false;
  let place: Place | undefined;
  await decide(
    table,
    async () => {
      if (isOver) return { actions: [], result: undefined };
      place = await nextPlace(table);
      const segment = segmentPut(table, place, [textOf(event)], {}, feedDays);
      return { actions: [other, segment], result: undefined };
    },
    {
      limit: retries.projection,
      async onConflict({ failed }) {
        isOver = failed.has(0);
        if (place && failed.has(1)) await moveFrom(table, place);
        return true;
      },
    },
  );
  if (place && !isOver) placeUsed(table, place);
}
