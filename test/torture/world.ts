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
  /** The probability that a call meets a fault; 0 = none. */
  readonly faultRate: number;
  /** Whether no process stalls: time decides the order of waits and calls. */
  readonly isPunctual?: boolean;
  /** A deliberately planted bug. */
  readonly plant?: Plant | undefined;
  /** Receives a line for each call to the engine, in order: the process, the operation, the result. */
  readonly trace?: string[] | undefined;
}

export class World {
  readonly tableName: string;
  readonly chance: Chance;
  /** The time on which the clocks of the processes are based, in milliseconds since 1970. */
  now = Date.UTC(2026, 10, 22, 10);
  readonly scheduler: Scheduler;
  readonly lag: IndexLag;
  /** Faults by kind, shared by all worlds of a run. */
  readonly faults: Tally;
  readonly plant: Plant | undefined;
  faultRate: number;
  readonly isPunctual: boolean;
  readonly trace: string[] | undefined;
  /** Request tokens of committed transactions, which the engine recognizes. */
  readonly committed = new Set<string>();
  private processes = 0;

  constructor(
    tableName: string,
    seed: number,
    faults: Tally,
    { faultRate, isPunctual = false, plant, trace }: Weather,
  ) {
    this.tableName = tableName;
    this.chance = chanceOf(seed);
    this.isPunctual = isPunctual;
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
