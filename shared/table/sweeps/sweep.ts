// Changes all connections of a record or a role, however many there are, always in whole pairs.
// A sweep continues with whatever is not done yet, so it may stop at any point and be run again.
import { type RecordReference, recordPath } from '../../contracts/identifiers.ts';
import type { Author, Connection } from '../../domain/connection-rules.ts';
import { isBusy } from '../engine/busy.ts';
import {
  type Action,
  ConditionsFailed,
  keyOfAction,
  maxActions,
  placeOf,
} from '../engine/commit.ts';
import { AttachedFailed, commitWith, decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { keysUnder, pagesOf } from '../engine/read.ts';
import { backOff, retries } from '../engine/retries.ts';
import { connectionAt } from '../pairs/find-connection.ts';
import { type HalfItem, halfKey, halfOf } from '../pairs/half-item.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import { halfKind, items } from '../schema.ts';

/** Returns the connection as it should be; the same one if nothing changes, null to delete it. */
type Rule = (connection: Connection) => Connection | null | Promise<Connection | null>;

export interface Sweep {
  /** Reads all connections that may have to change, once. */
  readonly pass: () => Pages;
  readonly rule: Rule;
  /** On whose behalf connections are deleted; no deletion is dated earlier than its time. */
  readonly author: Author;
  /** Conditions attached to every write; they fail when the rule no longer applies. */
  readonly guards?: readonly Action[];
}

/** Pages of connections; a connection may occur twice. */
export type Pages = AsyncIterable<readonly Connection[]>;

/** The connections of a record, page by page, strongly consistent. */
export async function* connectionsOfRecord(table: Table, { type, id }: RecordReference): Pages {
  const range = keysUnder(items.half.partition(type, id), `${halfKind}#`);
  for await (const { Items = [] } of pagesOf(table, { ...range, ConsistentRead: true })) {
    yield Items.map((item) => halfOf(item as HalfItem).connection);
  }
}

/**
 * Applies a rule to all connections, pass after pass until a pass finds nothing to change: a
 * connection that another client moves to other keys during a pass may be on none of its pages.
 * @returns how many changes were written
 * @throws AttachedFailed when a guard fails; Refusal Busy when, for about a minute, other clients
 *   kept changing the same items first
 */
export async function sweep(table: Table, task: Sweep): Promise<number> {
  for (let written = 0; ; ) {
    const before = written;
    for await (const page of task.pass()) written += await sweepPageWithRetries(table, page, task);
    if (written === before) return written;
  }
}

/** Nobody waits for a sweep: while the page is refused as busy, it lets other writes go first. */
async function sweepPageWithRetries(
  table: Table,
  page: readonly Connection[],
  task: Sweep,
): Promise<number> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await sweepPage(table, page, task);
    } catch (error) {
      if (!isBusy(error) || attempt + 1 === retries.sweepPage.attempts) throw error;
      await backOff(table, retries.sweepPage, attempt);
    }
  }
}

async function sweepPage(table: Table, page: readonly Connection[], task: Sweep): Promise<number> {
  const { rule, guards = [] } = task;
  const author = authorAtWriteTime(table, task.author);
  let written = 0;
  let group = new Map<string, Action>();
  let members: Connection[] = [];
  const flush = async () => {
    if (members.length > 0) written += await writeGroup(table, [...group.values()], members, task);
    group = new Map();
    members = [];
  };
  for (const connection of new Map(page.map((one) => [one.id, one])).values()) {
    // A rule may read other connections of the same two records, so those are written first.
    const records = recordPairKey(connection);
    if (members.some((member) => recordPairKey(member) === records)) await flush();
    const after = await rule(connection);
    if (after === connection) continue;
    const actions = pairWrites(connection, after, table.shards, author);
    // A transaction may touch an item only once.
    const overlaps = actions.some((action) => group.has(placeOf(keyOfAction(action))));
    if (overlaps || group.size + actions.length > maxActions - guards.length) await flush();
    for (const action of actions) group.set(placeOf(keyOfAction(action)), action);
    members.push(connection);
  }
  await flush();
  return written;
}

const recordPairKey = ({ record1, record2 }: Connection) =>
  [recordPath(record1), recordPath(record2)].sort().join();

/**
 * Writes many pairs in one transaction; if another client changed one of them, reads and writes each
 * on its own. Returns how many were written, so that a pair that can never be written does not keep
 * the sweep going.
 */
async function writeGroup(
  table: Table,
  actions: readonly Action[],
  members: readonly Connection[],
  task: Sweep,
): Promise<number> {
  try {
    await commitWith(table, actions, task.guards ?? []);
    return members.length;
  } catch (error) {
    if (!(error instanceof ConditionsFailed) || error instanceof AttachedFailed) throw error;
  }
  let written = 0;
  for (const member of members) if (await writeAlone(table, member, task)) written += 1;
  return written;
}

/** Whether the connection was changed. */
async function writeAlone(
  table: Table,
  member: Connection,
  { rule, author, guards = [] }: Sweep,
): Promise<boolean> {
  const place = halfKey({ connection: member, side: 'record1' });
  return decide(table, async () => {
    const current = await connectionAt(table, member.id, place);
    // Deleted, or moved to another key, where this or the next pass finds it.
    const after = current && (await rule(current));
    if (!current || after === undefined || after === current) return { actions: [], result: false };
    const actions = pairWrites(current, after, table.shards, authorAtWriteTime(table, author));
    return { actions, attached: guards, result: true };
  });
}

/**
 * The author, at the time of the write: a sweep may run long after it was requested, and changes by
 * others in the meantime came before it.
 */
export function authorAtWriteTime(table: Table, { actor, now }: Author): Author {
  const clock = new Date(table.clock()).toISOString();
  return { actor, now: clock > now ? clock : now };
}
