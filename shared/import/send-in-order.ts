// Sends lines in batches, several at a time, so that of two lines about the same thing the first is first.
import { bodyBytes } from './import-batches.ts';
import { type Entry, isValid, type ValidLine } from './import-lines.ts';
import { type Outcome, outcome } from './import-outcomes.ts';

/** How many lines are in memory at most, read ahead to find some that need not wait. */
const window = { lines: 2000, bytes: 16_000_000 } as const;

export interface Sending {
  /** How many requests run at once. */
  readonly width: number;
  readonly limits: { readonly items: number; readonly bytes: number };
  /** What a line is about. Lines with a key in common are sent in their order, never at the same time. */
  readonly keysOf: (entry: ValidLine) => readonly string[];
  /** Sends a batch; settles each of its lines, also those that are done when it fails. */
  readonly send: (batch: readonly ValidLine[], settle: Settle) => Promise<void>;
}

/** Called with the outcome of a line as soon as it is known. */
export type Settle = (line: ValidLine, outcome: Outcome) => void;

/**
 * Yields the outcomes of all lines in the order of the file. A line whose key is in a running
 * request waits, and so do all later lines that have a key in common with it; others overtake it.
 * @throws the first error of `send`, after the outcomes that are known
 */
export async function* sendInOrder(
  entries: AsyncIterable<Entry>,
  { width, limits, keysOf, send }: Sending,
): AsyncGenerator<Outcome[]> {
  const source = entries[Symbol.asyncIterator]();
  const read: Entry[] = [];
  const outcomes = new Map<Entry, Outcome>();
  const running = new Map<readonly ValidLine[], Promise<void>>();
  const inFlight = new Set<string>();
  let waiting: ValidLine[] = [];
  let bytes = 0;
  let isAtEnd = false;
  let failure: { readonly error: unknown } | undefined;

  const readAhead = async () => {
    while (!isAtEnd && read.length < window.lines && bytes < window.bytes) {
      const { value: entry, done } = await source.next();
      if (done) {
        isAtEnd = true;
        return;
      }
      read.push(entry);
      bytes += sizeOf(entry);
      if (isValid(entry)) waiting.push(entry);
      else outcomes.set(entry, outcome(entry, 'invalid', entry.fault));
    }
  };
  const start = (batch: readonly ValidLine[]) => {
    const taken = new Set(batch);
    waiting = waiting.filter((entry) => !taken.has(entry));
    const keys = batch.flatMap(keysOf);
    for (const key of keys) inFlight.add(key);
    const task = async () => {
      try {
        await send(batch, (line, one) => outcomes.set(line, one));
      } catch (error) {
        failure ??= { error };
      }
      for (const key of keys) inFlight.delete(key);
      running.delete(batch);
    };
    running.set(batch, task());
  };
  /** Takes the outcomes of the first lines, up to one without an outcome. */
  const known = () => {
    const gap = read.findIndex((entry) => !outcomes.has(entry));
    return take(gap === -1 ? read.length : gap);
  };
  const take = (count: number) =>
    read.splice(0, count).flatMap((entry) => {
      const found = outcomes.get(entry) ?? [];
      outcomes.delete(entry);
      bytes -= sizeOf(entry);
      return found;
    });

  try {
    while (!failure && !(isAtEnd && read.length === 0)) {
      await readAhead();
      while (!failure && running.size < width) {
        const batch = nextBatch(waiting, inFlight, keysOf, limits);
        if (batch.length === 0) break;
        start(batch);
      }
      const settled = known();
      if (settled.length > 0) yield settled;
      else if (running.size > 0) await Promise.race(running.values());
    }
  } catch (error) {
    failure ??= { error };
  } finally {
    // Also when the caller stops: no request is left running.
    await source.return?.();
    await Promise.all(running.values());
  }
  // After a failure, lines without an outcome are left out.
  const rest = take(read.length);
  if (rest.length > 0) yield rest;
  if (failure) throw failure.error;
}

const sizeOf = (entry: Entry) => (isValid(entry) ? entry.bytes : 0);

/** The first lines that need not wait, as many as fit a request; at least one if there are any. */
function nextBatch(
  waiting: readonly ValidLine[],
  inFlight: ReadonlySet<string>,
  keysOf: Sending['keysOf'],
  limits: Sending['limits'],
): ValidLine[] {
  const batch: ValidLine[] = [];
  const passedOver = new Set<string>();
  let bytes = bodyBytes.empty;
  for (const entry of waiting) {
    const keys = keysOf(entry);
    if (keys.some((key) => inFlight.has(key) || passedOver.has(key))) {
      for (const key of keys) passedOver.add(key);
      continue;
    }
    const size = entry.bytes + bodyBytes.perItem;
    if (batch.length === limits.items || (batch.length > 0 && bytes + size > limits.bytes)) break;
    batch.push(entry);
    bytes += size;
  }
  return batch;
}
