// Everything that one sequence uses: its table, its clock, its scheduler, its faults.
import type { Chance } from './chance.ts';
import { chanceOf } from './chance.ts';
import type { IndexLag } from './index-lag.ts';
import { indexLag } from './index-lag.ts';
import type { Plant } from './planted-bugs.ts';
import { Process } from './process.ts';
import { Scheduler } from './scheduler.ts';

/** Counts by name. */
export type Tally = Record<string, number>;

export const tell = (tally: Tally, name: string, times = 1): void => {
  tally[name] = (tally[name] ?? 0) + times;
};

export interface Weather {
  /** How likely a call meets a fault; 0 = none. */
  readonly faultRate: number;
  /** A bug that is planted on purpose. */
  readonly plant?: Plant | undefined;
  /** Takes a line for each call to the engine, in its turn: who made it, which, what became of it. */
  readonly trace?: string[] | undefined;
}

export class World {
  readonly tableName: string;
  readonly chance: Chance;
  /** Milliseconds since 1970, as the clocks of the processes go. */
  now = Date.UTC(2026, 10, 22, 10);
  readonly scheduler: Scheduler;
  readonly lag: IndexLag;
  /** Faults by kind, shared by all worlds of a run. */
  readonly faults: Tally;
  readonly plant: Plant | undefined;
  faultRate: number;
  readonly trace: string[] | undefined;
  /** Request tokens of transactions that were committed: the engine knows them again. */
  readonly committed = new Set<string>();
  private processes = 0;

  constructor(
    tableName: string,
    seed: number,
    faults: Tally,
    { faultRate, plant, trace }: Weather,
  ) {
    this.tableName = tableName;
    this.chance = chanceOf(seed);
    this.scheduler = new Scheduler(this.chance, this);
    this.lag = indexLag(this);
    this.faults = faults;
    this.faultRate = faultRate;
    this.plant = plant;
    this.trace = trace;
  }

  /** A function instance, with nothing in memory; its clock is a little off. */
  start(name: string): Process {
    this.processes += 1;
    return new Process(this, `${name}-${this.processes}`, this.chance.below(41) - 20);
  }
}
