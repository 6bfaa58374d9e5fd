// Random sequences checked against a model (fast-check), each with its own seed: the same seed runs
// the same operations in the same order with the same faults.
import fc from 'fast-check';
import { chanceOf } from './chance.ts';
import type { Machine } from './machine.ts';
import { type Operation, step } from './operations.ts';
import { Stage } from './stage.ts';
import { faultsIn, verdictOn } from './verdict.ts';
import { tell, type Weather, World } from './world.ts';

/** A step as a fast-check command; the results are checked after the whole sequence. */
class Step implements fc.AsyncCommand<object, Stage> {
  private readonly operations: readonly Operation[];
  constructor(operations: readonly Operation[]) {
    this.operations = operations;
  }
  check = () => true;
  run = (_model: object, stage: Stage) => stage.play(this.operations);
  toString = () => JSON.stringify(this.operations);
}

export interface Failure {
  readonly seed: number;
  readonly wrong: [kind: string, what: readonly string[]][];
  /** The sequence, shrunk as far as possible. */
  readonly sequence: string;
}

/** Errors not caused by a fault: faults that outlast the retries are answered with Busy, whatever they are. */
const unexplained = (errors: readonly string[]): string[] =>
  errors.filter((line) => !/"code":"Busy"|"name":"Refusal"/.test(line));

/**
 * Runs the sequence of a seed.
 * @param options `shrinkMs`: searches for a shorter failing sequence for up to this many ms; `trace`
 *   receives a line for each call to the engine
 * @returns the failure; undefined if there was none
 */
export async function runSequence(
  machine: Machine,
  seed: number,
  { shrinkMs = 0, ...weather }: Omit<Weather, 'faultRate'> & { shrinkMs?: number } = {},
): Promise<Failure | undefined> {
  let wrong: Failure['wrong'] = [];
  const property = fc.asyncProperty(
    fc.commands([step.map((operations) => new Step(operations))], { maxCommands: 30, size: 'max' }),
    async (commands) => {
      const faultRate = chanceOf(seed).pick([0.02, 0.1, 0.1, 0.25]);
      const world = new World(machine.nextTable(), seed, machine.faults, { faultRate, ...weather });
      const stage = await Stage.open(world, machine.service, machine.engine);
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: stage }), commands);
        await stage.drain();
        const found = faultsIn(await verdictOn(stage, unexplained(machine.service.errors())));
        if (found.length === 0) return;
        wrong = found;
        throw new Error('wrong');
      } finally {
        tell(machine.found, 'operations', stage.ledger.entries.length);
        await stage.close();
      }
    },
  );
  tell(machine.found, 'sequences');
  const outcome = await fc.check(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    endOnFailure: shrinkMs === 0,
    ...(shrinkMs > 0 && { interruptAfterTimeLimit: shrinkMs, markInterruptAsFailure: false }),
  });
  if (!outcome.failed) return undefined;
  const { errorInstance, counterexample } = outcome;
  if (errorInstance instanceof Error && errorInstance.message !== 'wrong') {
    wrong = [['threw', [String(errorInstance.stack)]]];
  }
  for (const [kind, what] of wrong) tell(machine.found, kind, what.length);
  return { seed, wrong, sequence: String(counterexample?.[0]) };
}
