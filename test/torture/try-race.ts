import { startEngine } from '../../infra/local/engine.ts';
import { openMachine } from './machine.ts';
import { races, runRace } from './races.ts';
const engine = await startEngine();
try {
  const machine = await openMachine(engine.endpoint);
  const only = process.argv[2] ?? '';
  for (const race of races) if (race.name.includes(only)) for (let seed = 1; seed <= (race.times ?? 1); seed++) {
    const t = performance.now();
    console.error(race.name, await runRace(machine, race, seed).catch((e) => e), Math.round(performance.now() - t));
  }
} finally { await engine.stop(); process.exit(); }
