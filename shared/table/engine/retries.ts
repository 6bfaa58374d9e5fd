// All retry limits, waits and time limits of the table, each with its reason.
import { AsyncLocalStorage } from 'node:async_hooks';

/** The parts of a table that retries use; a test can replace them. */
interface Time {
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * How long one call to the database may take, in ms. DynamoDB answers within milliseconds, and its
 * largest calls within a second, so a call without an answer is lost.
 */
export const callTimeouts = {
  /** For a connection to be established. */
  connect: 2000,
  /** For the answer to begin, and then for each part of it. */
  answer: 5000,
} as const;

/**
 * How often something is attempted, and how long it waits after a failed attempt: a random time up
 * to `baseMs`, doubled with each attempt, up to `capMs` (full jitter).
 */
export interface Retries {
  readonly attempts: number;
  readonly baseMs: number;
  readonly capMs: number;
  /** No attempt begins later than this after the first one. */
  readonly withinMs?: number;
}

export const retries = {
  /**
   * A read that was throttled, or that got no answer. The SDK does not retry, so nothing multiplies
   * these attempts. Without any answer, it ends after two attempts: 10 s.
   */
  read: { attempts: 5, baseMs: 50, capMs: 1000, withinMs: 9000 },
  /**
   * One transaction that met contention or throttling, or whose answer was lost. The waits are at most
   * 2.6 s, so that an HTTP request has time for its other calls; without any answer, it ends after
   * two attempts, as a read does.
   */
  commit: { attempts: 8, baseMs: 25, capMs: 1000, withinMs: 9000 },
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
  /**
   * Changes that other readers of the stream count at the same time, for the same records or in the same part
   * of the feed: more attempts than a decision of one client has, because both may happen in turn.
   */
  projection: { attempts: 40, baseMs: 20, capMs: 500 },
  /** A BatchGetItem that returned unprocessed keys. */
  unprocessedKeys: { attempts: 11, baseMs: 50, capMs: 1600 },
  /**
   * A page of a sweep that was refused as busy. Nobody waits for a sweep, so it lets other writes
   * go first: about a minute in total; less than two, however long its attempts take.
   */
  sweepPage: { attempts: 30, baseMs: 4000, capMs: 4000, withinMs: 90_000 },
  /**
   * Connections of deleted records that block a create and are deleted first. Others may be written
   * in the meantime; after the last attempt they count as duplicates.
   */
  deleteLeftovers: { attempts: 3, baseMs: 0, capMs: 0 },
} as const satisfies Record<string, Retries>;

/** Fixed waits between reads that wait for something to become visible, in ms. */
export const waits = {
  /**
   * For the change of a connection before the one in hand, which another reader of the stream is about to
   * write: 0.8 s in total; then Lambda delivers the change again.
   */
  earlierChange: [25, 50, 100, 200, 400],
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

/**
 * How long one instance lets a change of a connection wait for the one before it, in ms, through all its
 * deliveries: longer than readers of two stream shards drift apart, and shorter than the alarm for a late reader
 * takes. After that, the earlier change is in the failure queue, or its reader stands still.
 */
export const earlierChangeMs = 180_000;

/** Up to this age, in ms, a connection may still be missing from the index by id. */
export const youngConnectionMs = 10_000;

/**
 * How long a request of several transactions reserves its idempotency key, in ms: longer than its
 * function may run, so that a key is free again only when nobody works under it.
 */
export const idempotencyLeaseMs = 35_000;

/** When the function's time ends, in ms since 1970. */
const endOfTime = new AsyncLocalStorage<number>();

/** What a function needs after its last call, to answer, in ms. */
const reserveMs = 1000;

/**
 * Does the work of one request or run, which ends in `remainingMs`: then Lambda ends the function. No
 * call to the database begins that might outlast it, so a slow database is answered with Busy.
 */
export const withTimeLimit = <Result>(
  remainingMs: number,
  work: () => Promise<Result>,
): Promise<Result> => endOfTime.run(Date.now() + remainingMs, work);

/** Milliseconds until the function ends; undefined outside of a request or run. */
export function timeLeftMs(): number | undefined {
  const end = endOfTime.getStore();
  return end === undefined ? undefined : end - Date.now();
}

/** Whether the function has time for another call to the database. */
export function hasTimeLeft(): boolean {
  const left = timeLeftMs();
  return left === undefined || left >= callTimeouts.answer + reserveMs;
}

/**
 * Whether another attempt may follow after failed attempt number `attempt`, counted from 0.
 * @param began when the first attempt began, by the table's clock
 */
export const mayTryAgain = (
  { clock }: Time,
  { attempts, withinMs = Number.POSITIVE_INFINITY }: Retries,
  attempt: number,
  began: number,
): boolean => attempt + 1 < attempts && clock() - began <= withinMs && hasTimeLeft();

/** Waits after failed attempt number `attempt`, counted from 0; returns at once if `capMs` is 0. */
export async function backOff(
  { pause, random }: Time,
  { baseMs, capMs }: Retries,
  attempt: number,
): Promise<void> {
  if (capMs > 0) await pause(random() * Math.min(capMs, baseMs * 2 ** attempt));
}
