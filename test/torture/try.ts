import { startEngine } from '/work/wt/faults/infra/local/engine.ts';

import { runSequence } from '/work/wt/faults/test/torture/sequences.ts';
const engine = await startEngine();
try {

  const { openMachine } = await import('/work/wt/faults/test/torture/machine.ts');
  const machine = await openMachine(engine.endpoint); const { service } = machine;
  const [from, to, shrink, bug] = process.argv.slice(2).map(Number);
  const { planted } = await import('/work/wt/faults/test/torture/planted-bugs.ts');
  const plant = bug === undefined ? undefined : Object.values(planted)[bug];
  for (let seed = from!; seed < to!; seed++) {
    const t = performance.now();
    const failure = await runSequence(machine, seed, { shrinkMs: shrink ?? 0, plant });
    const errors = service.errors();
    if (failure && bug !== undefined) { console.error(seed, failure.wrong.map(([k,w])=>k+' '+w.length+' '+w[0])); break; }
    console.error(seed, Math.round(performance.now() - t), failure ? JSON.stringify(failure, null, 1).slice(0, 3000) : 'ok', errors.length ? errors[0]!.slice(0, 1200) : '');
  }
  console.error(machine.found, machine.faults, service.tally);
} finally { await engine.stop(); process.exit() }
