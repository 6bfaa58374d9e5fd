// `liaison failures`: lists, shows and replays what workflows and stream readers could not process.
import type { Client } from '../shared/client/create-client.ts';
import { wait } from '../shared/client/create-client.ts';
import { followReplay, type ReplayProgress } from '../shared/client/follow-replay.ts';
import type { SelectedFailures } from './arguments.ts';
import type { ProgressBar } from './progress-bar.ts';

/** Milliseconds. An event that fails again is a failure after 10 minutes, or later if others wait before it. */
const patience = { first: 1000, longest: 10_000, total: 20 * 60_000 } as const;

export interface ReplayOptions {
  readonly dryRun: boolean;
  /** Whether to wait for the outcome, for 20 minutes at most. */
  readonly wait: boolean;
}

/**
 * Replays failures until the outcome is known, or without `wait` until everything is taken.
 * @param signal ends the waiting; the replay itself goes on
 */
export async function replayFailures(
  client: Client,
  selection: SelectedFailures,
  { dryRun, wait: waits }: ReplayOptions,
  progress: ProgressBar,
  signal: AbortSignal,
): Promise<ReplayProgress> {
  const until = performance.now() + patience.total;
  let pause: number = patience.first;
  let last: ReplayProgress | undefined;
  for await (const step of followReplay(client, { ...selection, dryRun })) {
    last = step;
    const sum = (part: 'started' | 'waiting') =>
      step.totals.reduce((total, one) => total + one[part], 0);
    progress.show('failures replayed', sum('started') - sum('waiting'), sum('started'));
    const isEnough = step.isSettled || (step.isTaken && !waits);
    if (isEnough || signal.aborted || performance.now() > until) break;
    if (!step.isTaken) continue;
    await wait(pause, signal).catch(() => {});
    if (signal.aborted) break;
    pause = Math.min(patience.longest, pause * 1.5);
  }
  if (!last) throw new Error('a replay has at least one step');
  return last;
}

/** Whether everything was replayed and has succeeded. */
export const hasSucceeded = ({ isTaken, isSettled, failed, totals }: ReplayProgress): boolean =>
  isTaken && isSettled && failed.length === 0 && totals.every(({ waiting }) => waiting === 0);
