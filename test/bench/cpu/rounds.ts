// Measures several implementations in turns, so that other load on the machine affects all of them equally.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The CPU time of one run in microseconds, in each round. */
export type Times = readonly number[];

const quantile = (values: readonly number[], part: number) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number;
};

/** Median CPU time of one run in microseconds. */
export const median = (times: Times) => quantile(times, 0.5);

/** The median and the middle half of the ratios within each round. */
export function ratio(times: Times, base: Times) {
  const ratios = times.map((time, round) => time / (base[round] as number));
  return {
    median: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
  };
}

/** CPU time of the whole process in microseconds, including garbage collection and compilation. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

setFlagsFromString('--expose-gc');
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc');

async function timed(way: () => Promise<unknown>, runs: number): Promise<number> {
  const before = cpu();
  for (let run = 0; run < runs; run += 1) await way();
  return (cpu() - before) / runs;
}

export interface Turns {
  readonly rounds: number;
  /** The approximate length of one turn in milliseconds of CPU: includes some garbage collections. */
  readonly turn: number;
  /** How long each implementation runs before it is measured, in milliseconds of CPU. */
  readonly warmUp: number;
}

/**
 * Measures the implementations in interleaved rounds. Each round has another order, forward and back,
 * and each turn begins without the garbage of the one before it.
 * @param ready prepares an implementation and returns a function that runs it
 */
export async function inTurns<Way>(
  ways: readonly Way[],
  ready: (way: Way) => () => Promise<unknown>,
  { rounds, turn, warmUp }: Turns,
): Promise<Times[]> {
  const runs: number[] = [];
  for (const way of ways) {
    const run = ready(way);
    const until = cpu() + warmUp * 1000;
    let took = 0;
    while (cpu() < until) took = await timed(run, 50);
    runs.push(Math.max(5, Math.ceil((turn * 1000) / took)));
  }
  const times: number[][] = ways.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const step of ways.keys()) {
      const forth = (Math.floor(round / 2) + step) % ways.length;
      const at = round % 2 === 0 ? forth : ways.length - 1 - forth;
      const run = ready(ways[at] as Way);
      collect({ type: 'minor' });
      times[at]?.push(await timed(run, runs[at] as number));
    }
  }
  return times;
}
