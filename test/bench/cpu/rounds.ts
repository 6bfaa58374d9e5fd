// Measuring several ways of doing one thing in turns, so that what the machine does meanwhile meets all of them.

/** What a way took. */
export interface Measured {
  /** Median CPU time of one run in microseconds. */
  readonly microseconds: number;
  /** Its CPU time by that of the first way, in the same round: median, and the middle half. */
  readonly ratio: number;
  readonly spread: readonly [low: number, high: number];
}

const quantile = (sorted: readonly number[], part: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number;
const ordered = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** CPU time of the whole process in microseconds: garbage collection and compilation count. */
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

/** CPU time of one run, in microseconds. */
async function timed(way: () => Promise<unknown>, runs: number): Promise<number> {
  const before = cpu();
  for (let run = 0; run < runs; run += 1) await way();
  return (cpu() - before) / runs;
}

export interface Turns {
  readonly rounds: number;
  /** How long a way's turn takes, about, in milliseconds of CPU. */
  readonly turn: number;
  /** How long each way runs before it is measured, in milliseconds of CPU. */
  readonly warmUp: number;
}

/**
 * Measures the ways in interleaved rounds, each round beginning with the next of them. Ratios are
 * to the way at `to`.
 * @param ready gives a way ready to run
 */
export async function inTurns<Way>(
  ways: readonly Way[],
  ready: (way: Way) => () => Promise<unknown>,
  { rounds, turn, warmUp }: Turns,
  to = 0,
): Promise<Measured[]> {
  const runs: number[] = [];
  for (const way of ways) {
    const run = ready(way);
    const until = cpu() + warmUp * 1000;
    let took = 0;
    while (cpu() < until) took = await timed(run, 50);
    runs.push(Math.max(5, Math.ceil((turn * 1000) / took)));
  }
  const took: number[][] = ways.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const step of ways.keys()) {
      const at = (round + step) % ways.length;
      const run = ready(ways[at] as Way);
      took[at]?.push(await timed(run, runs[at] as number));
    }
  }
  const base = took[to] as number[];
  return took.map((times) => {
    const ratios = ordered(times.map((time, round) => time / (base[round] as number)));
    return {
      microseconds: quantile(ordered(times), 0.5),
      ratio: quantile(ratios, 0.5),
      spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    };
  });
}
