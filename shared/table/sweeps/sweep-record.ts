// Brings a change of a record, its new name, its deletion or its merge, to all of its connections.
import type { RecordReference } from '../../contracts/identifiers.ts';
import type { Author } from '../../domain/connection-rules.ts';
import { type Action, commitIf, type Key } from '../engine/commit.ts';
import { type Condition, isNew, isStill, isStillRecord } from '../engine/conditions.ts';
import type { Table } from '../engine/open-table.ts';
import { itemAt, keysUnder, pagesOf } from '../engine/read.ts';
import { sweepLeaseMs, waits } from '../engine/retries.ts';
import { type HalfItem, halfOf } from '../pairs/half-item.ts';
import { type RecordItem, recordKey } from '../records/record-item.ts';
import { expiring, halfKind, items, noteSeconds } from '../schema.ts';
import { reconciliation, unknownDeleter } from './reconcile-record.ts';
import { type Pages, sweepPage } from './sweep.ts';

/** A workflow run that sweeps a record. */
export interface SweepRun {
  readonly reason: 'renamed' | 'deleted' | 'merged';
  /** The id of the event. If the event is delivered again, the run takes over its own claim. */
  readonly eventId: string;
  /** Who changed the record, and when. */
  readonly author: Author;
  /** Whether the run must end now and continue in another one. Asked after each page. */
  readonly mustStop?: () => boolean;
}

/**
 * Deletes the connections of a deleted record, moves those of a merged one, and gives the others the record's current name,
 * pass after pass until a pass finds nothing to change and the record is still as it was before that
 * pass. Only one run sweeps a record at a time: a run for a newer change leaves the work to the run
 * that has claimed the record, which reads the record again for each page. So however often a record
 * is renamed during a pass, that pass and the next one write each connection at most once; the next
 * one begins when the record has kept its name for a moment.
 *
 * May stop at any point and be run again. Reads for each page (up to 1 MB, about 2,500 connections) 1
 * Query and 1 GetItem.
 * @returns `unfinished` if the run had to stop; `claimed` if another run is sweeping the record
 * @throws Refusal Busy when, for about a minute, other clients kept changing the same items first
 */
export async function sweepRecord(
  table: Table,
  reference: RecordReference,
  { reason, eventId, author, mustStop = () => false }: SweepRun,
): Promise<'finished' | 'unfinished' | 'claimed'> {
  const claim = new Claim(table, reference, eventId);
  const deleter = reason === 'deleted' ? author : unknownDeleter(table);
  const task = { ruleFor: reconciliation(table, reference, deleter) };
  let before = await recordNow(table, reference);
  // Another run has brought the name to all connections. But if this run was interrupted, runs for later
  // changes have left the work to it.
  const isDone = reason === 'renamed' && before !== undefined && !before.renaming;
  if (isDone && !(await claim.isOwn())) return 'finished';
  for (;;) {
    if (!(await claim.take())) return 'claimed';
    let written = 0;
    for await (const page of connectionsOfRecord(table, reference)) {
      written += await sweepPage(table, page, task);
      if (mustStop()) return 'unfinished';
      if (!(await claim.renew())) return 'claimed';
    }
    const now = await recordNow(table, reference);
    // The version of the last rename, too: the record may have had another name in the meantime.
    const isUnchanged =
      now?.name === before?.name &&
      now?.renaming === before?.renaming &&
      now?.createdAt === before?.createdAt;
    if (written === 0 && isUnchanged && (await claim.release(now))) return 'finished';
    before = isUnchanged ? now : await recordAtRest(table, reference, now);
  }
}

/** A record that was renamed during a pass, once it keeps its name for a moment or after some time. */
async function recordAtRest(
  table: Table,
  reference: RecordReference,
  before: StoredRecord | undefined,
) {
  let last = before;
  for (const wait of waits.renamesAtRest) {
    await table.pause(wait);
    const now = await recordNow(table, reference);
    if (now?.name === last?.name) return now;
    last = now;
  }
  return last;
}

type StoredRecord = Key & RecordItem;

async function recordNow(table: Table, reference: RecordReference) {
  return (await itemAt(table, recordKey(reference))) as StoredRecord | undefined;
}

/** The connections of a record, page by page, strongly consistent. */
async function* connectionsOfRecord(table: Table, { type, id }: RecordReference): Pages {
  const range = keysUnder(items.half.partition(type, id), `${halfKind}#`);
  for await (const { Items = [] } of pagesOf(table, { ...range, ConsistentRead: true })) {
    yield Items.map((item) => halfOf(item as HalfItem).connection);
  }
}

/** A run's claim of a record: an item with the run's event and the time until which it is valid. */
class Claim {
  readonly #table: Table;
  readonly #record: RecordReference;
  readonly #owner: string;
  readonly #key: Key;
  #takenAt = 0;

  constructor(table: Table, record: RecordReference, owner: string) {
    const { type, id } = record;
    this.#table = table;
    this.#record = record;
    this.#owner = owner;
    this.#key = { pk: items.sweepClaim.partition(type, id), sk: items.sweepClaim.sort() };
  }

  /** Whether the record is claimed by an earlier delivery of this run's event. */
  async isOwn(): Promise<boolean> {
    return (await itemAt(this.#table, this.#key))?.owner === this.#owner;
  }

  /** False if another run has a valid claim. */
  take(): Promise<boolean> {
    return this.#put({
      expression: 'attribute_not_exists(pk) OR #owner = :owner OR #until < :now',
      names: { owner: 'owner', until: 'until' },
      values: { owner: this.#owner, now: this.#table.clock() },
    });
  }

  /** Takes the claim again when a third of its time is over. False if it is lost. */
  async renew(): Promise<boolean> {
    if (this.#table.clock() - this.#takenAt < sweepLeaseMs / 3) return true;
    return this.#put(isStill({ owner: this.#owner }, 'owner'));
  }

  async #put(when: Condition): Promise<boolean> {
    const now = this.#table.clock();
    const until = now + sweepLeaseMs;
    const claim = { ...this.#key, owner: this.#owner, until };
    const put = { ...claim, ...expiring(new Date(now).toISOString(), noteSeconds) };
    const isTaken = await commitIf(this.#table, [{ put, when }]);
    if (isTaken) this.#takenAt = now;
    return isTaken;
  }

  /**
   * Gives the claim back on the condition that the record is still as it was read, in the same
   * transaction: a run for a later change finds either the claim, and then this run sweeps again, or
   * none.
   */
  release(read: StoredRecord | undefined): Promise<boolean> {
    const given: Action = { remove: this.#key, when: isStill({ owner: this.#owner }, 'owner') };
    return commitIf(this.#table, [given, this.#isStillRead(read)]);
  }

  #isStillRead(read: StoredRecord | undefined): Action {
    if (!read) return { check: recordKey(this.#record), when: isNew };
    const { renaming, ...record } = read;
    return renaming
      ? { put: record, when: isStillRecord(record) }
      : { check: recordKey(this.#record), when: isStill(record, 'name', 'createdAt') };
  }
}
