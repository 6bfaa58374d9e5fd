// Measures how fast deliberately planted bugs are caught.
import type { Machine } from './machine.ts';
import { planted } from './planted-bugs.ts';
import { runSequence } from './sequences.ts';

export interface Caught {
  readonly bug: string;
  readonly sequences: number;
  readonly seconds: number;
  /** The error that revealed it; undefined if it was not caught. */
  readonly by: string | undefined;
}

/** Runs sequences with each bug until one fails, up to a maximum number. */
export async function catchPlanted(
  machine: Machine,
  seed: number,
  most: number,
  bugs: typeof planted = planted,
): Promise<Caught[]> {
  const all: Caught[] = [];
  // Errors found here are not the service's.
  const apart = { ...machine, faults: {}, found: {} };
  for (const [bug, plant] of Object.entries(bugs)) {
    const began = performance.now();
    let by: string | undefined;
    let sequences = 0;
    while (by === undefined && sequences < most) {
      const failure = await runSequence(apart, seed + sequences, { plant });
      sequences += 1;
      by = failure?.wrong.map(([kind]) => kind).join('; ');
    }
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    all.push({ bug, sequences, seconds, by });
  }
  return all;
}
