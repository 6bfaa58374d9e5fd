// A local host in its own process, which a test may kill.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Event } from '../../infra/local/eventbridge/target-delivery.ts';

export interface HostProcess {
  readonly process: ChildProcess;
  readonly url: string;
  readonly token: string;
  /** The events put on its bus so far. */
  readonly events: readonly Event[];
}

/** Starts a host that stores its data in `dataDir`. */
export async function hostProcess(dataDir: string, assembly: string): Promise<HostProcess> {
  const script = `
    import { startHost } from ${JSON.stringify(import.meta.resolve('../../infra/local/host/host.ts'))};
    const say = (what) => console.log(JSON.stringify(what));
    const onEvent = (event) => say({ event });
    const host = await startHost({ ...${JSON.stringify({ dataDir, assembly })}, onEvent });
    say({ url: host.url, token: await host.token() });`;
  const file = join(dataDir, 'host.mjs');
  await writeFile(file, script);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const events: Event[] = [];
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<{ url: string; token: string }>((resolve, reject) => {
    lines.on('line', (line) => {
      const said = JSON.parse(line);
      if (said.event) events.push(said.event);
      else resolve(said);
    });
    once(child, 'exit').then(() => reject(new Error('the host did not start')), reject);
  });
  return { process: child, ...(await started), events };
}
