import { startEngine } from '/work/wt/faults/infra/local/engine.ts';
import { openService } from '/work/wt/faults/test/torture/service.ts';
import { machineOn, runSequence } from '/work/wt/faults/test/torture/sequences.ts';
const engine = await startEngine();
try {
  const service = await openService(engine.endpoint);
  const machine = machineOn(service, engine.endpoint);
  const [from, to, shrink] = process.argv.slice(2).map(Number);
  for (let seed = from!; seed < to!; seed++) {
    const t = performance.now();
    const failure = await runSequence(machine, seed, { shrinkMs: shrink ?? 0 });
    const errors = service.errors();
    console.error(seed, Math.round(performance.now() - t), failure ? JSON.stringify(failure, null, 1).slice(0, 3000) : 'ok', errors.length ? errors[0]!.slice(0, 1200) : '');
  }
  console.error(machine.found, machine.faults, service.tally);
} finally { await engine.stop(); process.exit() }
