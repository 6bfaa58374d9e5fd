// A short torture run: some sequences, races and reads; and a check that planted bugs are caught.
import { expect, inject, it } from 'vitest';
import { effort } from '../support/effort.ts';
import { catchPlanted } from './catch-planted.ts';
import { fracturedReads } from './fractured-reads.ts';
import { type Machine, openMachine } from './machine.ts';
import { planted } from './planted-bugs.ts';
import { races, runRace } from './races.ts';
import { runSequence } from './sequences.ts';

/** Always the same, so that a failure here is due to the current change; `npm run torture` uses others. */
const seed = Number(process.env.TORTURE_SEED ?? 20_779);
let opened: Promise<Machine> | undefined;
const machine = () => {
  opened ??= openMachine(inject('endpoint'));
  return opened;
};

it('random sequences with faults: pairs complete, nothing lost, nothing counted wrong', async () => {
  for (let next = seed + 1; next <= seed + effort(1, 12); next += 1) {
    const failure = await runSequence(await machine(), next);
    expect(failure, `npm run torture -- --sequence ${next}`).toBeUndefined();
  }
});

it('a seed makes the same calls in the same order, each with the same fault', async () => {
  const [first, again]: [string[], string[]] = [[], []];
  expect(await runSequence(await machine(), seed, { trace: first })).toBeUndefined();
  await runSequence(await machine(), seed, { trace: again });
  expect(first.length).toBeGreaterThan(50);
  expect(first.some((line) => !line.endsWith('served'))).toBe(true);
  expect(again).toEqual(first);
});

it.each(races.map((race) => [race.name, race] as const))('%s', async (_, race) => {
  for (let time = 0; time < Math.min(race.times ?? 1, effort(1, 50)); time += 1) {
    expect(await runRace(await machine(), race, seed + time), `seed ${seed + time}`).toEqual([]);
  }
});

it('a read of both halves sees a complete pair', async () => {
  const { fractured, edits } = await fracturedReads(await machine(), effort(150, 5000));
  expect(fractured).toBe(0);
  expect(edits).toBeGreaterThan(0);
});

it('a planted bug is caught; the long run plants those that take longer', async () => {
  const bug = 'a change counted without its marker';
  const plant = planted[bug];
  if (!plant) throw new Error(`no bug ${bug}`);
  const caught = await catchPlanted(await machine(), 1, 3, { [bug]: plant });
  expect(caught.filter(({ by }) => by === undefined)).toEqual([]);
});
