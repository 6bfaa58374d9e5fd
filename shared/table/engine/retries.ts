// All retry limits and waits of the table, each with its reason.
import type { Table } from './open-table.ts';

/**
 * How often something is attempted, and how long it waits after a failed attempt: a random time up
 * to `baseMs`, doubled with each attempt, up to `capMs` (full jitter).
 */
export interface Retries {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
}

export const retries = {
  /**
   * One transaction that met contention or throttling, or whose answer was lost. Together at most
   * 2.6 s, so that an HTTP request has time for its other calls.
   */
  commit: { attempts: 8, baseMs: 25, capMs: 1000 },
  /**
   * A decision whose items another client changed between the read and the write. Short waits,
   * because the other client has finished; at most 4.1 s together.
   */
  decide: { attempts: 12, baseMs: 20, capMs: 500 },
  /**
   * New pairs whose series another client changed. Each time one of the clients succeeds, so the
   * attempts are enough for dozens of clients that add different periods to one series at the same
   * time; at most 6 s together.
   */
  newPairs: { attempts: 50, baseMs: 10, capMs: 250 },
  /** A BatchGetItem that returned unprocessed keys. */
  unprocessedKeys: { attempts: 11, baseMs: 50, capMs: 1600 },
  /**
   * A page of a sweep that was refused as busy. Nobody waits for a sweep, so it lets other writes
   * go first: about a minute in total.
   */
  sweepPage: { attempts: 30, baseMs: 4000, capMs: 4000 },
  /**
   * Connections of deleted records that block a create and are deleted first. Others may be written
   * in the meantime; after the last attempt they count as duplicates.
   */
  deleteLeftovers: { attempts: 3, baseMs: 0, capMs: 0 },
} as const satisfies Record<string, Retries>;

/** Fixed waits between reads that wait for something to become visible, in ms. */
export const waits = {
  /** For the index by id to show a connection that was just created: about 1.3 s in total. */
  youngConnection: [20, 40, 80, 160, 320, 640],
  /**
   * For a record that was renamed during a sweep to keep its name, before the next pass: at most 10 s,
   * so that a series of renames takes two passes.
   */
  renamesAtRest: Array<number>(10).fill(1000),
  /** For the index by role and the counts to agree before a role is deleted: about 2.5 s in total. */
  countsAtRest: [40, 80, 160, 320, 640, 1280],
  /**
   * Before a record type is deleted: first for the requests that had read the catalog before the
   * type was marked (they write within milliseconds, after contention within a second or two) and
   * for the index by name; then for the counts. 2.5 s in total, which a request has to spare.
   */
  typeAtRest: [1500, 250, 250, 500],
} as const;

/**
 * How long a workflow run that sweeps a record's connections claims the record, in ms: longer than
 * `sweepPage` may take, because the claim is renewed after each page. If the run ends early, its own
 * event is delivered again and takes the claim over at once.
 */
export const sweepLeaseMs = 180_000;

/** Up to this age, in ms, a connection may still be missing from the index by id. */
export const youngConnectionMs = 10_000;

/**
 * How long a request of several transactions reserves its idempotency key, in ms: longer than its
 * function may run, so that a key is free again only when nobody works under it.
 */
export const idempotencyLeaseMs = 35_000;

/** Waits after failed attempt number `attempt`, counted from 0; returns at once if `capMs` is 0. */
export async function backOff(table: Table, { baseMs, capMs }: Retries, attempt: number) {
  if (capMs > 0) await table.pause(table.random() * Math.min(capMs, baseMs * 2 ** attempt));
}
