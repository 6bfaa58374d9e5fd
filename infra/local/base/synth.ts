// Synthesizes the stack of stage `local`, and reads the resulting template and bundles.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { StartError } from './start-error.ts';

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
export const defaultDataDir = join(projectRoot, '.local');

/** A synthesized stack: its template as JSON, and the folders of its assets. */
export interface Assembly {
  readonly template: unknown;
  /** The folder that a deployment would upload as this object. */
  readonly assetFolder: (objectKey: string) => string;
}

/**
 * Synthesizes the CDK app into `outdir`; takes about 4 s with all bundles.
 *
 * @throws StartError with the app's error output if it fails.
 */
export async function synthesize(outdir: string, signal?: AbortSignal): Promise<Assembly> {
  const child = spawn(process.execPath, [join(projectRoot, 'infra/app.ts'), '--stage', 'local'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Only a deployment needs validation, which takes as long as everything else together.
    env: { ...process.env, CDK_OUTDIR: resolve(outdir), CDK_VALIDATION: 'false' },
    ...(signal ? { signal } : {}),
  });
  const errors = text(child.stderr);
  // Also waits for the end of an aborted child, so that nothing writes into the folder afterwards.
  const code = await new Promise((done) => child.on('error', () => {}).once('close', done));
  signal?.throwIfAborted();
  if (code !== 0) throw new StartError(`The stack cannot be synthesized: ${await errors}`);
  return readAssembly(outdir);
}

/**
 * Creates a folder to synthesize into, because concurrent hosts must not share one. Removes the folders
 * of hosts that were killed.
 */
export function synthesisFolder(dataDir: string): string {
  const all = join(dataDir, 'cdk.out');
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all)) {
    if (!isRunning(Number.parseInt(name, 10))) rmSync(join(all, name), { recursive: true });
  }
  return mkdtempSync(join(all, `${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z.looseObject({ templateFile: z.string() }).optional().catch(undefined),
    }),
  ),
});
const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

/** Reads a synthesized folder, which must contain exactly one stack. */
export function readAssembly(outdir: string): Assembly {
  const read = (file: string) => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const stacks = Object.entries(Manifest.parse(read('manifest.json')).artifacts).filter(
    ([, artifact]) => artifact.type === 'aws:cloudformation:stack',
  );
  const [id, artifact] = stacks[0] ?? [];
  if (stacks.length !== 1 || !artifact?.properties) {
    throw new Error(`${outdir} contains ${stacks.length} stacks, not one`);
  }
  const folders = new Map<string, string>();
  for (const { source, destinations } of Object.values(
    Assets.parse(read(`${id}.assets.json`)).files,
  )) {
    for (const { objectKey } of Object.values(destinations)) folders.set(objectKey, source.path);
  }
  return {
    template: read(artifact.properties.templateFile),
    assetFolder(objectKey) {
      const folder = folders.get(objectKey);
      if (folder === undefined) throw new Error(`${outdir} has no asset ${objectKey}`);
      return resolve(outdir, folder);
    },
  };
}
