// Changing all connections of a record or a role, any number of them, whole pairs at a time.
// A sweep goes on from whatever is left, so it may die at any point and be run again.
import { type RecordReference, recordName } from '../../contracts/identifiers.ts';
import type { Connection } from '../../domain/connection-rules.ts';
import { connectionAt } from '../connections/find-connection.ts';
import { type HalfItem, halfKey, halfOf } from '../connections/half-item.ts';
import { type Author, pairWrites } from '../connections/pair-writes.ts';
import { busy, isBusy } from '../engine/busy.ts';
import {
  type Action,
  ConditionsFailed,
  commit,
  keyOfAction,
  maxActions,
  placeOf,
} from '../engine/commit.ts';
import { backOff, type Table } from '../engine/open-table.ts';
import { pagesOf } from '../engine/read.ts';
import { keysUnder } from '../lists/seek.ts';
import { halfKind, items } from '../schema.ts';

/** What a sweep makes of a connection; null deletes it. */
type Rule = (connection: Connection) => Connection | null | Promise<Connection | null>;

export interface Sweep {
  /** One look at all connections that may have to change. */
  readonly pass: () => Pages;
  readonly rule: Rule;
  /** In whose name connections are deleted, and when at the earliest. */
  readonly author: Author;
  /** Checks that go with every write: what the rule relies on still holds. */
  readonly guards?: readonly Action[];
}

/** Pages of connections; a connection may come twice. */
export type Pages = AsyncIterable<readonly Connection[]>;

/** The connections of a record, page by page, strongly consistent. */
export async function* connectionsOfRecord(table: Table, { type, id }: RecordReference): Pages {
  const range = keysUnder(items.half.partition(type, id), `${halfKind}#`);
  const all = { ...range, ConsistentRead: true };
  for await (const { Items = [] } of pagesOf(table, all)) {
    yield Items.map((item) => halfOf(item as HalfItem).connection);
  }
}

/**
 * Applies a rule to all connections, pass after pass until one finds nothing to change: a
 * connection whose keys somebody changes during a pass may be met by none of its pages.
 * @returns how many changes were written
 * @throws ConditionsFailed when a guard does not hold any more; Refusal Busy when, for a minute or
 *   so, others are always faster
 */
export async function sweep(table: Table, task: Sweep): Promise<number> {
  for (let written = 0; ; ) {
    const before = written;
    for await (const page of task.pass()) written += await patiently(table, page, task);
    if (written === before) return written;
  }
}

/** How often a page is tried anew while others are faster, and the most that is waited, in ms. */
const patience = { times: 30, ms: 4000 } as const;

/** Nobody waits for a sweep: others' writes come first, and what they left to do is done after. */
async function patiently(table: Table, page: readonly Connection[], task: Sweep): Promise<number> {
  for (let time = 1; ; time += 1) {
    try {
      return await sweepPage(table, page, task);
    } catch (error) {
      if (!isBusy(error) || time === patience.times) throw error;
      await table.pause(table.random() * patience.ms);
    }
  }
}

async function sweepPage(table: Table, page: readonly Connection[], task: Sweep): Promise<number> {
  const { rule, guards = [] } = task;
  const author = laterOf(table, task.author);
  let written = 0;
  let group = new Map<string, Action>();
  let members: Connection[] = [];
  const flush = async () => {
    if (members.length > 0) written += await writeGroup(table, [...group.values()], members, task);
    group = new Map();
    members = [];
  };
  for (const connection of new Map(page.map((one) => [one.id, one])).values()) {
    // A rule looks at what the table holds: what the group does to the same two records comes first.
    const records = recordsOf(connection);
    if (members.some((member) => recordsOf(member) === records)) await flush();
    const after = await rule(connection);
    if (after === connection) continue;
    const actions = pairWrites(connection, after, table.shards, author);
    // A transaction may touch an item only once.
    const meets = actions.some((action) => group.has(placeOf(keyOfAction(action))));
    if (meets || group.size + actions.length > maxActions - guards.length) await flush();
    for (const action of actions) group.set(placeOf(keyOfAction(action)), action);
    members.push(connection);
  }
  await flush();
  return written;
}

const recordsOf = ({ record1, record2 }: Connection) =>
  [recordName(record1), recordName(record2)].sort().join();

/**
 * Writes many pairs at once; one by one, each read again, when somebody else was faster. Tells how
 * many were written: what can never be, as half a pair, is not met again and again for that.
 */
async function writeGroup(
  table: Table,
  actions: readonly Action[],
  members: readonly Connection[],
  task: Sweep,
): Promise<number> {
  if (await tryWrite(table, actions, task.guards)) return members.length;
  let written = 0;
  for (const member of members) if (await writeAlone(table, member, task)) written += 1;
  return written;
}

/** False when somebody else was faster. @throws ConditionsFailed of a guard; Refusal Busy */
async function tryWrite(
  table: Table,
  actions: readonly Action[],
  guards: readonly Action[] = [],
): Promise<boolean> {
  try {
    await commit(table, [...actions, ...guards]);
    return true;
  } catch (error) {
    if (!(error instanceof ConditionsFailed)) throw error;
    if ([...error.failed.keys()].some((index) => index >= actions.length)) throw error;
    return false;
  }
}

async function writeAlone(
  table: Table,
  member: Connection,
  { rule, author, guards }: Sweep,
): Promise<boolean> {
  const place = halfKey({ connection: member, side: 'record1' });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const current = await connectionAt(table, member.id, place);
    // Gone, or moved to another key: then it is, or will be, met there.
    if (!current) return false;
    const after = await rule(current);
    if (after === current) return false;
    const actions = pairWrites(current, after, table.shards, laterOf(table, author));
    if (await tryWrite(table, actions, guards)) return true;
    await backOff(table, attempt);
  }
  throw busy();
}

/**
 * Whose change it is, at the time of the write: a sweep may come long after it was asked for, and
 * what others did meanwhile came before it.
 */
export function laterOf(table: Table, { actor, now }: Author): Author {
  const clock = new Date(table.clock()).toISOString();
  return { actor, now: clock > now ? clock : now };
}
