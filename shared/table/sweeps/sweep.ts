// Changes all connections of a record or a role, however many there are, always in whole pairs.
// A sweep continues with whatever is not done yet, so it may stop at any point and be run again.
import type { Author, Connection } from '../../domain/connection-rules.ts';
import { type DeletionReason, isMoved } from '../../domain/events/connection-change.ts';
import { ends, sideNames } from '../../domain/perspective.ts';
import { busy, isBusy } from '../engine/busy.ts';
import {
  type Action,
  ConditionsFailed,
  keyOfAction,
  maxActions,
  placeOf,
} from '../engine/commit.ts';
import { AttachedFailed, commitWith, decide } from '../engine/decide.ts';
import type { Table } from '../engine/open-table.ts';
import { backOff, mayTryAgain, retries } from '../engine/retries.ts';
import { connectionsOfMembers, formerSides } from '../pairs/duplicates.ts';
import { connectionNow } from '../pairs/find-connection.ts';
import { limitKey, voidedList } from '../pairs/limit-item.ts';
import { pairWrites } from '../pairs/pair-writes.ts';
import { Reservations } from '../pairs/reservations.ts';
import { reservationCount, reserved } from '../pairs/reserved-items.ts';
import { readSnapshots } from '../records/record-snapshots.ts';

/** What a rule makes of a connection. */
export interface Outcome {
  /** Null deletes it; so does a connection that would become a duplicate of another one. */
  readonly after: Connection | null;
  /** On whose behalf it is deleted; the deletion is dated when it is written, but not earlier than this. */
  readonly author: Author;
  /** Why it is deleted, if a merge does that. */
  readonly reason?: DeletionReason;
}

/** What becomes of a connection; undefined if nothing changes. */
export type Rule = (connection: Connection) => Outcome | undefined;

export interface Sweep {
  /** Reads all connections that may have to change, once. */
  readonly pass: () => Pages;
  /**
   * The rule for connections that were just read. It is asked for again before each write, and reads
   * what it depends on after the connections were read, so that it never restores an older state.
   */
  readonly ruleFor: (connections: readonly Connection[]) => Rule | Promise<Rule>;
  /** Conditions attached to every write; they fail when the rule no longer applies. */
  readonly guards?: readonly Action[];
  /** Whether the sweep must end now, to be run again. Asked after each page. */
  readonly mustStop?: (() => boolean) | undefined;
}

/** The sweep was not finished when it had to end. */
export class SweepStopped extends Error {
  override readonly name = 'SweepStopped';
}

/** Pages of connections; a connection may occur twice. */
export type Pages = AsyncIterable<readonly Connection[]>;

/**
 * Applies a rule to all connections, pass after pass until a pass finds nothing to change: a
 * connection that another client moves to other keys during a pass may be on none of its pages.
 * @returns how many changes were written
 * @throws SweepStopped; AttachedFailed when a guard fails; Refusal Busy when, for about a minute, other
 *   clients kept changing the same items first
 */
export async function sweep(table: Table, task: Sweep): Promise<number> {
  for (let written = 0; ; ) {
    const before = written;
    for await (const page of task.pass()) {
      written += await sweepPage(table, page, task);
      if (task.mustStop?.()) throw new SweepStopped('the sweep was not finished');
    }
    if (written === before) return written;
  }
}

/**
 * Applies a rule to a page of connections. Nobody waits for a sweep: while the page is refused as
 * busy, it lets other writes go first.
 * @returns how many changes were written
 * @throws as `sweep` does
 */
export async function sweepPage(
  table: Table,
  page: readonly Connection[],
  task: Omit<Sweep, 'pass'>,
): Promise<number> {
  const began = table.clock();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await writePage(table, page, task);
    } catch (error) {
      if (!isBusy(error) || !mayTryAgain(table, retries.sweepPage, attempt, began)) throw error;
      await backOff(table, retries.sweepPage, attempt);
    }
  }
}

interface Change extends Outcome {
  readonly before: Connection;
}

async function writePage(
  table: Table,
  page: readonly Connection[],
  task: Omit<Sweep, 'pass'>,
): Promise<number> {
  const rule = await task.ruleFor(page);
  const unique = new Map(page.map((one) => [one.id, one])).values();
  const changes = [...unique].flatMap((before): Change[] => {
    const outcome = rule(before);
    return outcome ? [{ before, ...outcome }] : [];
  });
  let written = 0;
  let left: readonly Change[] = changes;
  while (left.length > 0) {
    const group = firstGroup(table, left, maxActions - (task.guards?.length ?? 0));
    written += await writeGroup(table, group, task);
    left = left.slice(group.length);
  }
  return written;
}

/** The first changes, as many as are certain to fit one transaction, which may touch an item only once. */
function firstGroup(table: Table, changes: readonly Change[], room: number): Change[] {
  const group: Change[] = [];
  const touched = new Set<string>();
  let reservations = 0;
  for (const change of changes) {
    const { before, after, author } = change;
    const places = pairWrites(before, after, table.shards, author).map((action) =>
      placeOf(keyOfAction(action)),
    );
    const more = reservationCount(before, after) + voidedLimits([change]).length;
    const overlaps = places.some((place) => touched.has(place));
    if (overlaps || touched.size + places.length + reservations + more > room) break;
    for (const place of places) touched.add(place);
    reservations += more;
    group.push(change);
  }
  return group;
}

/**
 * Writes many pairs in one transaction; if another client changed one of them, reads and writes each
 * on its own. Returns how many were written, so that a pair that can never be written does not keep
 * the sweep going.
 */
async function writeGroup(
  table: Table,
  group: readonly Change[],
  task: Omit<Sweep, 'pass'>,
): Promise<number> {
  try {
    await commitWith(table, await actionsOf(table, group), task.guards ?? []);
    return group.length;
  } catch (error) {
    if (!(error instanceof ConditionsFailed) || error instanceof AttachedFailed) throw error;
  }
  let written = 0;
  for (const { before } of group) if (await writeAlone(table, before, task)) written += 1;
  return written;
}

/** The writes of some changes, with what they reserve; one that would become a duplicate is deleted. */
async function actionsOf(table: Table, group: readonly Change[]): Promise<Action[]> {
  const reservations = new Reservations(table);
  // A connection that would become a duplicate is deleted, with all that it reserves.
  await reservations.readFor(
    group.flatMap((change) =>
      reserved(change.before, change.after).has('series')
        ? [change, { ...change, after: null }]
        : [change],
    ),
  );
  const actions: Action[] = [];
  for (const { before, after, author, reason } of group) {
    const isInSeries = after && reserved(before, after).has('series');
    const remains = isInSeries && (await isDuplicate(table, after, reservations)) ? null : after;
    reservations.replace(before, remains);
    const now = authorAtWriteTime(table, author);
    actions.push(...pairWrites(before, remains, table.shards, now, reason));
  }
  return [...actions, ...reservations.actions(), ...voidedLimits(group)];
}

/** The lists of the limits of records to which connections move: limits are not applied, but the lists lack them now. */
function voidedLimits(group: readonly Change[]): Action[] {
  const places = group.flatMap(({ before, after }) =>
    sideNames.flatMap((side) => {
      if (!after || !isMoved({ before, after }, side)) return [];
      const { own, connected } = ends({ connection: after, side });
      return connected.roleId === null ? [] : [{ record: own, roleId: connected.roleId }];
    }),
  );
  const unique = new Map(places.map((place) => [placeOf(limitKey(place)), place]));
  return [...unique.values()].map(voidedList);
}

/**
 * Whether a connection is a duplicate of another one in its series. Reads the others and the two
 * records, if there are others.
 * @throws Refusal Busy while one of the others belongs to a deleted record whose id another record has
 *   now: the sweep of that record deletes it
 */
async function isDuplicate(table: Table, connection: Connection, reservations: Reservations) {
  const members = reservations.collisions(connection);
  if (members.length === 0) return false;
  const others = await connectionsOfMembers(table, [{ planned: connection, members }]);
  const records = await readSnapshots(table, [connection.record1, connection.record2]);
  if (others.some((other) => formerSides(other, records).length > 0)) throw busy();
  return true;
}

/** Whether the connection was changed. */
async function writeAlone(
  table: Table,
  member: Connection,
  { ruleFor, guards = [] }: Omit<Sweep, 'pass'>,
): Promise<boolean> {
  return decide(table, async () => {
    const before = await connectionNow(table, member);
    const outcome = before && (await ruleFor([before]))(before);
    if (!outcome) return { actions: [], result: false };
    const actions = await actionsOf(table, [{ before, ...outcome }]);
    return { actions, attached: guards, result: true };
  });
}

/**
 * The author, at the time of the write: a sweep may run long after it was requested, and changes by
 * others in the meantime came before it.
 */
export function authorAtWriteTime(table: Table, { now, ...rest }: Author): Author {
  const clock = new Date(table.clock()).toISOString();
  return { ...rest, now: clock > now ? clock : now };
}
