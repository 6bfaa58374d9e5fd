// Changing all connections of a record or a role, any number of them, whole pairs at a time.
// A sweep goes on from whatever is left, so it may die at any point and be run again.
import { type RecordReference, recordName } from '../contracts/identifiers.ts';
import { Refusal } from '../contracts/problem.ts';
import type { Connection } from '../domain/connection.ts';
import { type Action, ConditionsFailed, commit, keyOfAction, maxActions } from './commit.ts';
import { type HalfItem, halfKey, halfOf } from './half.ts';
import { type Author, pairWrites } from './pair-writes.ts';
import { pagesOf } from './read.ts';
import { connectionAt } from './read-connections.ts';
import { halfKind, items } from './schema.ts';
import { backOff, type Table } from './table.ts';

/** What a sweep makes of a connection; null deletes it. */
type Rule = (connection: Connection) => Connection | null | Promise<Connection | null>;

export interface Sweep {
  /** One look at all connections that may have to change. */
  readonly pass: () => Pages;
  readonly rule: Rule;
  /** In whose name connections are deleted. */
  readonly author: Author;
  /** A check that goes with every write: what the rule relies on still holds. */
  readonly guard?: Action;
}

/** Pages of connections; a connection may come twice. */
export type Pages = AsyncIterable<readonly Connection[]>;

/** The connections of a record, page by page, strongly consistent. */
export async function* connectionsOfRecord(table: Table, { type, id }: RecordReference): Pages {
  const all = {
    KeyConditionExpression: 'pk = :partition AND begins_with(sk, :halves)',
    ExpressionAttributeValues: {
      ':partition': items.half.partition(type, id),
      ':halves': `${halfKind}#`,
    },
    ConsistentRead: true,
  };
  for await (const { Items = [] } of pagesOf(table, all)) {
    yield Items.map((item) => halfOf(item as HalfItem).connection);
  }
}

/**
 * Applies a rule to all connections, pass after pass until one finds nothing to change: a
 * connection whose keys somebody changes during a pass may be met by none of its pages.
 * @returns how many changes were written
 * @throws ConditionsFailed when the guard does not hold any more; Refusal Busy
 */
export async function sweep(table: Table, task: Sweep): Promise<number> {
  for (let written = 0; ; ) {
    const before = written;
    for await (const page of task.pass()) written += await sweepPage(table, page, task);
    if (written === before) return written;
  }
}

async function sweepPage(table: Table, page: readonly Connection[], task: Sweep): Promise<number> {
  const { rule, author } = task;
  let written = 0;
  let group = new Map<string, Action>();
  let members: Connection[] = [];
  const flush = async () => {
    if (members.length > 0) await writeGroup(table, [...group.values()], members, task);
    written += members.length;
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
    const meets = actions.some((action) => group.has(placeOf(action)));
    if (meets || group.size + actions.length > maxActions - 1) await flush();
    for (const action of actions) group.set(placeOf(action), action);
    members.push(connection);
  }
  await flush();
  return written;
}

const recordsOf = ({ record1, record2 }: Connection) =>
  [recordName(record1), recordName(record2)].sort().join();

/** A transaction may touch an item only once. */
function placeOf(action: Action): string {
  const { pk, sk } = keyOfAction(action);
  return `${pk} ${sk}`;
}

/** Writes many pairs at once; one by one, each read again, when somebody else was faster. */
async function writeGroup(
  table: Table,
  actions: readonly Action[],
  members: readonly Connection[],
  task: Sweep,
): Promise<void> {
  if (await tryWrite(table, actions, task.guard)) return;
  for (const member of members) await writeAlone(table, member, task);
}

/** False when somebody else was faster. @throws ConditionsFailed of the guard */
async function tryWrite(
  table: Table,
  actions: readonly Action[],
  guard: Action | undefined,
): Promise<boolean> {
  try {
    await commit(table, guard ? [...actions, guard] : actions);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'Busy') throw partlyDone(error);
    if (!(error instanceof ConditionsFailed) || error.failed.has(actions.length)) throw error;
    return false;
  }
}

async function writeAlone(
  table: Table,
  member: Connection,
  { rule, author, guard }: Sweep,
): Promise<void> {
  const place = halfKey({ connection: member, side: 'record1' });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const current = await connectionAt(table, member.id, place);
    // Gone, or moved to another key: then it is, or will be, met there.
    if (!current) return;
    const after = await rule(current);
    if (after === current) return;
    if (await tryWrite(table, pairWrites(current, after, table.shards, author), guard)) return;
    await backOff(table, attempt);
  }
  throw partlyDone();
}

const partlyDone = (cause?: unknown) =>
  new Refusal(
    'Busy',
    'others are changing the same connections; a part is done, ask again to go on',
    {},
    { cause },
  );
