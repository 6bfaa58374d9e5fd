// A short run of the machinery: some sequences, races and reads; and that planted bugs are caught.
import { expect, inject, it } from 'vitest';
import { catchPlanted } from './catch-planted.ts';
import { fracturedReads } from './fractured-reads.ts';
import { type Machine, openMachine } from './machine.ts';
import { planted } from './planted-bugs.ts';
import { races, runRace } from './races.ts';
import { runSequence } from './sequences.ts';

/** Another one each day, told when it fails. */
const seed = Number(process.env.TORTURE_SEED ?? Math.floor(Date.now() / 86_400_000));
let opened: Promise<Machine> | undefined;
const machine = () => {
  opened ??= openMachine(inject('endpoint'));
  return opened;
};

it('random sequences with faults: pairs whole, nothing lost, nothing counted wrong', async () => {
  for (let next = seed; next < seed + 6; next += 1) {
    const failure = await runSequence(await machine(), next);
    expect(failure, `npm run torture -- --sequence ${next}`).toBeUndefined();
  }
});

it.each(races.map((race) => [race.name, race] as const))('%s', async (_, race) => {
  for (let time = 0; time < Math.min(race.times ?? 1, 3); time += 1) {
    expect(await runRace(await machine(), race, seed + time), `seed ${seed + time}`).toEqual([]);
  }
});

it('whoever reads both halves sees a whole pair', async () => {
  const { fractured, edits } = await fracturedReads(await machine(), 2000);
  expect(fractured).toBe(0);
  expect(edits).toBeGreaterThan(0);
});

it('planted bugs are caught, those that are rare by the long run', async () => {
  const { 'a retry with a new token': _rare, ...soon } = planted;
  const caught = await catchPlanted(await machine(), 1, 5, soon);
  expect(caught.filter(({ by }) => by === undefined)).toEqual([]);
});
