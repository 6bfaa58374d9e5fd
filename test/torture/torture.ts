// `npm run torture -- --minutes N --seed S` runs random sequences, races and reads for N minutes,
// prints the figures, and writes them into docs/reliability.md. `--sequence S` runs one sequence again;
// `--planted` plants bugs and reports how fast each is caught; `--wear` runs the whole service under load.
import { parseArgs } from 'node:util';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { machine as hardware } from '../bench/machine.ts';
import { catchPlanted } from './catch-planted.ts';
import { fracturedReads } from './fractured-reads.ts';
import { openMachine } from './machine.ts';
import { races, runRace } from './races.ts';
import { caughtTable, figures, putIntoPage } from './report.ts';
import { type Failure, runSequence } from './sequences.ts';
import { wear } from './wear.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string' },
    sequence: { type: 'string' },
    reads: { type: 'string', default: '100000' },
    planted: { type: 'boolean', default: false },
    wear: { type: 'boolean', default: false },
    'print-only': { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const minutes = Number(values.minutes);
const numbers = [seed, minutes, Number(values.reads), Number(values.sequence ?? 0)];
if (!numbers.every((one) => Number.isFinite(one) && one >= 0)) {
  console.error('--minutes, --seed, --sequence and --reads are numbers');
  process.exit(2);
}
let isWrong = false;

function tellFailure({ seed: failed, wrong, sequence }: Failure): void {
  isWrong = true;
  console.log(`\nWrong: run it again with  npm run torture -- --sequence ${failed}`);
  for (const [kind, what] of wrong) console.log(`  ${kind}:\n    ${what.join('\n    ')}`);
  console.log(`  ${sequence}`);
}

function publish(name: string, section: string): void {
  const dated = `${section}\n\nSeed ${seed}, on ${hardware()}.`;
  console.log(`\n${dated}`);
  if (!values['print-only']) putIntoPage(name, dated);
}

async function inProcess(): Promise<void> {
  const engine = await startEngine();
  try {
    const machine = await openMachine(engine.endpoint);
    if (values.sequence !== undefined) {
      const failure = await runSequence(machine, Number(values.sequence), { shrinkMs: 60_000 });
      console.log(machine.found, machine.faults);
      if (failure) tellFailure(failure);
      else console.log('Nothing was wrong.');
      return;
    }
    if (values.planted) {
      const caught = await catchPlanted(machine, seed, 60);
      isWrong = caught.some(({ by }) => by === undefined);
      publish('planted', caughtTable(caught));
      return;
    }
    let [run, wrong] = [0, 0];
    for (const race of races) {
      for (let time = 0; time < (race.times ?? 1); time += 1) {
        const found = await runRace(machine, race, seed + time);
        run += 1;
        if (found.length === 0) continue;
        wrong += 1;
        isWrong = true;
        console.log(`Wrong: ${race.name}, seed ${seed + time}:\n    ${found.join('\n    ')}`);
      }
    }
    const reads = await fracturedReads(machine, Number(values.reads));
    isWrong ||= reads.fractured > 0;
    const until = performance.now() + minutes * 60_000;
    for (let next = seed; performance.now() < until; next += 1) {
      const failure = await runSequence(machine, next);
      if (failure) tellFailure(failure);
    }
    publish('figures', figures(machine, { run, wrong }, reads));
  } finally {
    await engine.stop();
  }
}

if (values.wear) {
  const worn = await wear(minutes);
  isWrong = worn.isWrong;
  publish('wear', worn.section);
} else {
  await inProcess();
}
process.exit(isWrong ? 1 : 0);
