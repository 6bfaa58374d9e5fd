// Runs the calls and waits of all processes one at a time, in an order that the seed decides.
import type { Chance } from './chance.ts';
import { as, type Process, realPause } from './process.ts';

interface Step {
  readonly process: Process;
  /** The earliest time of the world at which it may run, in ms. */
  readonly due: number;
  readonly run: () => Promise<void> | void;
}

/** A task of a process, in progress. */
interface Task {
  readonly process: Process;
  readonly end: Promise<unknown>;
}

/** The code after an answer runs in microtasks; two rounds of the event loop are more than enough. */
async function quiet(): Promise<void> {
  for (let round = 0; round < 2; round += 1) await new Promise(setImmediate);
}

export class Scheduler {
  private readonly chance: Chance;
  private readonly time: { now: number; readonly isPunctual: boolean };
  private steps: Step[] = [];

  constructor(chance: Chance, time: { now: number; readonly isPunctual: boolean }) {
    this.chance = chance;
    this.time = time;
  }

  /** Runs an action at its turn, unless its process is dead by then. */
  turn<T>(process: Process, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () =>
        as(undefined, work).then(
          (result) => void (process.isDead || resolve(result)),
          (error) => void (process.isDead || reject(error)),
        );
      const due = process.stallMs > 0 ? this.time.now + this.chance.below(process.stallMs) : 0;
      this.steps.push({ process, due, run });
    });
  }

  /** Lets a process wait: its turn comes later, and advances the world's time. */
  wait(process: Process, ms: number, run: () => void): void {
    const go = () => as(process, run);
    this.steps.push({ process, due: this.time.now + ms, run: go });
  }

  /** Runs tasks in turns until each has ended or its process is dead. */
  async drive(tasks: readonly Task[]): Promise<void> {
    const open = new Set(tasks);
    for (const task of tasks) {
      const close = () => void open.delete(task);
      task.end.then(close, close);
    }
    const goesOn = () => [...open].some(({ process }) => !process.isDead);
    for (let idle = 0; ; ) {
      await quiet();
      if (!goesOn()) return;
      if (await this.step()) idle = 0;
      else if (++idle > 30_000)
        throw new Error('a process waits for something that is not a step of the scheduler');
      else await realPause(1);
    }
  }

  /** Runs all remaining steps: late requests. */
  async settle(): Promise<void> {
    while (await this.step()) await quiet();
  }

  /**
   * The steps of a world without stalls: a wait ends only when all calls are made that were due before
   * its end, except those of the platform, which never stops.
   */
  private inTime(): Step[] {
    const { now } = this.time;
    const isReady = ({ due }: Step) => due <= now;
    const ready = this.steps.filter(isReady);
    if (ready.some(({ process }) => !process.isPlatform)) return ready;
    const next = Math.min(...this.steps.filter((one) => !isReady(one)).map(({ due }) => due));
    return this.steps.filter(({ due }) => due <= Math.max(now, next));
  }

  /** Runs one step; false if there is none. */
  private async step(): Promise<boolean> {
    this.steps = this.steps.filter(({ process }) => !process.isDead);
    const candidates = this.time.isPunctual ? this.inTime() : this.steps;
    const step = candidates[this.chance.below(candidates.length)];
    if (!step) return false;
    this.steps.splice(this.steps.indexOf(step), 1);
    this.time.now = Math.max(this.time.now, step.due) + this.chance.pick([0, 0, 0, 1, 1, 3, 12]);
    await step.run();
    return true;
  }
}
