// Wear: the whole service, with its data on disk, under mixed load, and killed with SIGKILL in the
// middle. Checks that everything acknowledged is stored, memory does not grow, and no process remains.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { synthesize } from '../../infra/local/base/synth.ts';
import { type HostProcess, hostProcess } from '../support/host-process.ts';
import { ask, type Load, load, prepare } from './load.ts';
import { markdownTable } from './report.ts';

const root = new URL('../..', import.meta.url).pathname;

/** Runs the load for this many minutes, in two halves with a kill between them. */
export async function wear(minutes: number): Promise<{ section: string; isWrong: boolean }> {
  const dir = await mkdtemp(join(tmpdir(), 'liaison-wear-'));
  const wrong: string[] = [];
  let host: HostProcess | undefined;
  try {
    const assembly = join(dir, 'assembly');
    await synthesize(assembly);
    host = await hostProcess(dir, assembly);
    await prepare(host);
    const first = load(host);
    const used = await watched(host, minutes * 30_000);
    host.process.kill('SIGKILL');
    await once(host.process, 'exit');
    await first.stop();

    host = await hostProcess(dir, assembly);
    const lostByKill = await lost(host, first);
    const second = load(host);
    await watched(host, minutes * 30_000);
    await second.stop();
    const lostLater = await lost(host, second);
    const verified = await verify(host);
    wrong.push(...lostByKill, ...lostLater);
    if (verified.status !== 0) wrong.push(verified.out);
    host.process.kill('SIGTERM');
    await once(host.process, 'exit');
    const left = await leftOver(dir);
    wrong.push(...left);

    const rows = [
      ['minutes, with one kill -9 in the middle', minutes],
      ['requests', first.requests + second.requests],
      ['answers', answers([first, second])],
      ['acknowledged connections looked at', first.acknowledged.size + second.acknowledged.size],
      ['of those lost, after the kill; in the end', `${lostByKill.length}; ${lostLater.length}`],
      [
        'memory of the service after a tenth of the first half; at its end',
        `${used.memory.join(' MB; ')} MB`,
      ],
      ['open handles, likewise', used.handles.join('; ')],
      ['verify', verified.out.trim().split('\n').at(-1)],
      ['processes left behind', left.length],
    ];
    const told = wrong.map((one) => `- ${one}`).join('\n');
    return {
      section: markdownTable(['what', 'how many'], rows) + (told && `\n\n${told}`),
      isWrong: wrong.length > 0,
    };
  } finally {
    host?.process.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  }
}

function answers(loads: readonly Load[]): string {
  const all = new Map<string, number>();
  for (const { byStatus } of loads) {
    for (const [status, count] of byStatus) all.set(status, (all.get(status) ?? 0) + count);
  }
  return [...all]
    .sort()
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}

/** Waits, and reads the service's memory and handles early and late. */
async function watched({ process: { pid } }: HostProcess, ms: number) {
  const look = () => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(status.match(/VmRSS:\s+(\d+)/)?.[1]);
    return { memory: Math.round(kilobytes / 1024), handles: readdirSync(`/proc/${pid}/fd`).length };
  };
  await pause(ms / 10);
  const early = look();
  await pause(ms * 0.9);
  const late = look();
  return { memory: [early.memory, late.memory], handles: [early.handles, late.handles] };
}

/** Acknowledged connections whose stored state differs from the acknowledged one. */
async function lost(host: HostProcess, { acknowledged }: Load): Promise<string[]> {
  const wrong: string[] = [];
  for (const [id, version] of acknowledged) {
    const { status, body } = await ask(host, 'GET', `connections/${id}`);
    const isThere = version === null ? status === 404 : status === 200 && body.version >= version;
    if (!isThere)
      wrong.push(`${id}, acknowledged at version ${version}: ${status} ${body?.version}`);
  }
  return wrong;
}

function verify({ url, token }: HostProcess): Promise<{ status: number; out: string }> {
  const file = join(root, 'cli/liaison.ts');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [file, '--url', url, '--token', token, 'verify'],
      (error, out, text) => resolve({ status: error ? 1 : 0, out: `${out}${text}` }),
    );
  });
}

/** Processes that still name the service's folder. */
async function leftOver(dir: string): Promise<string[]> {
  const named = () =>
    readdirSync('/proc').flatMap((pid) => {
      if (!/^\d+$/.test(pid)) return [];
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(dir) ? [`process ${pid} is left: ${line}`] : [];
      } catch {
        return [];
      }
    });
  for (let look = 0; look < 50 && named().length > 0; look += 1) await pause(200);
  return named();
}
