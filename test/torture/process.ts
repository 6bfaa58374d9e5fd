// A function instance in a torture run: its caches, its clock, and whether it still runs.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Table } from '../../shared/table/engine/open-table.ts';
import type { World } from './world.ts';

/** One instance of the functions. After it is killed, it makes no more calls and receives no answers. */
export class Process {
  readonly world: World;
  readonly name: string;
  /** The difference between its clock and the world's, in ms. */
  readonly skew: number;
  /** The record types and roles in its cache. */
  readonly catalogMemory: Table['catalogMemory'] = {};
  readonly shardMemory: Table['shardMemory'] = {};
  readonly feedMemory: Table['feedMemory'] = { waitingSince: new Map() };
  isDead = false;
  /** It runs the stream readers and workflows, as long as other processes run. */
  isPlatform = false;
  /** How long each of its calls may stall on the way, in ms. */
  stallMs = 0;
  /** A fault that lasts for several calls. */
  spell: { kind: string; left: number } | undefined;
  /** How often it could not know whether a call had been applied. */
  doubts = 0;

  constructor(world: World, name: string, skew = 0) {
    this.world = world;
    this.name = name;
    this.skew = skew;
  }
}

const running = new AsyncLocalStorage<Process | undefined>();

/** The process whose code is running; undefined in the torture run's own code. */
export const currentProcess = (): Process | undefined => running.getStore();

/** Runs code as a process. */
export const as = <T>(process: Process | undefined, code: () => T): T => running.run(process, code);

const RealDate = Date;
const realSetTimeout = globalThis.setTimeout;

/** Milliseconds of real time. */
export const realPause = (ms: number) => new Promise<void>((done) => realSetTimeout(done, ms));

/**
 * Gives processes their world's time and random numbers, and turns their waits into steps of its
 * scheduler: nothing they do depends on the machine's clock or randomness. Other code is not affected.
 */
export function bendTime(): void {
  const dice = Math.random;
  Math.random = () => currentProcess()?.world.chance.next() ?? dice();
  const randomValues = crypto.getRandomValues.bind(crypto);
  // The source of ids.
  crypto.getRandomValues = (into) => {
    const chance = currentProcess()?.world.chance;
    if (!chance || !(into instanceof Uint8Array)) return randomValues(into);
    into.set(Array.from(into, () => chance.below(256)));
    return into;
  };
  const now = () => {
    const process = currentProcess();
    return process ? process.world.now + process.skew : RealDate.now();
  };
  class WorldDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [now()]) as [number]));
    }
    static override now = now;
  }
  globalThis.Date = WorldDate as DateConstructor;
  const setTimeout = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
    const process = currentProcess();
    if (!process) return realSetTimeout(run, ms, ...given);
    process.world.scheduler.wait(process, ms, () => run(...given));
    return undefined;
  };
  globalThis.setTimeout = Object.assign(setTimeout, realSetTimeout) as typeof realSetTimeout;
}
