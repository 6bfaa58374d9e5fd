// Waits until the counts that the service shows include what was imported.
import { setTimeout as wait } from 'node:timers/promises';
import { type CountProgress, type CountWatch, isUpToDate } from '../shared/import/count-watch.ts';
import type { ProgressBar } from './progress-bar.ts';

/** Times in milliseconds. */
const usual = {
  /** Between two looks. */
  interval: 500,
  /** The counts are not waited for any longer if they do not change for this long. */
  limit: 30_000,
};

/**
 * The state of the counts once they include everything that was imported, or do not change any
 * more: the service is too late, or other clients delete at the same time. Undefined if the counts
 * cannot be read.
 */
export async function awaitCounts(
  watch: CountWatch,
  progress: ProgressBar,
  signal: AbortSignal,
  { interval, limit } = usual,
): Promise<CountProgress | undefined> {
  let best = -1;
  let changedAt = performance.now();
  for (;;) {
    const now = await watch.progress({ signal }).catch(() => undefined);
    if (!now) return undefined;
    const { records, connections } = now;
    const counted = records.counted + connections.counted;
    if (counted > best) {
      best = counted;
      changedAt = performance.now();
    }
    progress.show('counting', counted, records.created + connections.created);
    if (isUpToDate(now) || signal.aborted || performance.now() - changedAt >= limit) {
      progress.clear();
      return now;
    }
    await wait(interval, undefined, { signal }).catch(() => {});
  }
}
