// `npm run bench:scale`: how time and cost change as data grows, and how fast data is imported.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { makeAssembly, withoutStreams } from '../assembly.ts';
import { degrees } from './degrees.ts';
import { hotCreates } from './hot-creates.ts';
import { imports } from './imports.ts';
import { network } from './network.ts';
import { full, quick } from './plan.ts';

/** About 40 minutes, most of it filling tables; quick: about 2. */
export async function run({ quick: isQuick }: { readonly quick: boolean }): Promise<string> {
  const size = isQuick ? quick : full;
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-scale-'));
  try {
    const assembly = await makeAssembly(dataDir);
    const { table } = withoutStreams(assembly);
    // Each part has its own engine, so that no table slows down another.
    return [
      await onEngine(({ endpoint }) => imports(endpoint, assembly, dataDir, size)),
      await onEngine(({ endpoint }) => hotCreates(endpoint, table, size)),
      await onEngine(({ endpoint }) => network(endpoint, table, size)),
      await onEngine(({ endpoint }) => degrees(endpoint, table, size)),
    ].join('\n\n');
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function onEngine<Result>(work: (engine: Engine) => Promise<Result>): Promise<Result> {
  const engine = await startEngine();
  try {
    return await work(engine);
  } finally {
    await engine.stop();
  }
}
