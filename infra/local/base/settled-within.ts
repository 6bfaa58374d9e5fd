// Waits for running work, but not forever.
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves when all work has ended, or after this time. */
export async function settledWithin(ms: number, work: Iterable<Promise<unknown>>): Promise<void> {
  const settled = new AbortController();
  await Promise.race([
    Promise.allSettled(work),
    pause(ms, undefined, { signal: settled.signal }).catch(() => {}),
  ]);
  settled.abort();
}
