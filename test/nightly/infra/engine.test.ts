// The engine ends when its host is killed, and does not share its folder.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { answers, type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'liaison-engine-'));
const started: Engine[] = [];
const start = async (...options: Parameters<typeof startEngine>) => {
  const engine = await startEngine(...options);
  started.push(engine);
  return engine;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((engine) => engine.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the engine', () => {
  it('ends when its host is killed, and its data can be used again', async () => {
    const script =
      `import { startEngine } from ${JSON.stringify(import.meta.resolve('../../../infra/local/dynamodb/engine.ts'))};` +
      `console.log((await startEngine({ dbPath: ${JSON.stringify(dataDir)} })).endpoint);`;
    const host = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await once(host.stdout, 'data');
    const endpoint = String(said).trim();
    expect(await answers(endpoint)).toBe(true);

    host.kill('SIGKILL');

    await expect.poll(() => answers(endpoint), { timeout: 10_000 }).toBe(false);
    await start({ dbPath: dataDir });
  });

  it('does not share its folder', async () => {
    await start({ dbPath: dataDir });
    await expect(start({ dbPath: dataDir })).rejects.toThrow(/Another local host is using/);
  });
});
