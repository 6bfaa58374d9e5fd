// `npm run check`: runs all checks at once, as many at a time as there are processors.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { text } from 'node:stream/consumers';

/** Scripts of package.json, the slowest first. */
const checks = process.argv.slice(2);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function passes(check: string): Promise<boolean> {
  const began = performance.now();
  const child = spawn('npm', ['run', '--silent', check], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((done) => child.once('close', done)),
  ]);
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${check}  ${seconds(began)}`);
  if (status !== 0) console.log(out + error);
  return status === 0;
}

const began = performance.now();
const failed: string[] = [];
async function work(): Promise<void> {
  for (let check = checks.shift(); check !== undefined; check = checks.shift()) {
    if (!(await passes(check))) failed.push(check);
  }
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
console.log(failed.length === 0 ? `All checks passed in ${seconds(began)}` : `Failed: ${failed}`);
process.exitCode = failed.length === 0 ? 0 : 1;
