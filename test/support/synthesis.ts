// Synthesizes a stage once for all tests: stored in node_modules/.cache under a hash of its sources.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../../infra/local/base/synth.ts';

const cache = join(projectRoot, 'node_modules/.cache/liaison');
/** All files and folders that a synthesis reads. */
const sources = [
  'docs',
  'functions',
  'shared',
  'infra',
  'console',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const dayMs = 86_400_000;

/**
 * The folder of the synthesized stage; takes about 5 s if a source has changed. Nothing may write into it.
 * Processes that call this at the same time each synthesize; all use the result of the first to finish.
 */
export async function synthesisOf(stage: 'local' | 'dev'): Promise<string> {
  const kept = join(cache, `${stage}-${hashOfSources()}`);
  if (exists(kept)) return kept;
  mkdirSync(cache, { recursive: true });
  removeOld();
  const outdir = mkdtempSync(join(cache, `unfinished-${stage}-`));
  await promisify(execFile)(
    process.execPath,
    [join(projectRoot, 'infra/app.ts'), '--stage', stage, '--output', outdir],
    // Validation against CloudFormation's rules has its own tests.
    { cwd: projectRoot, env: { ...process.env, CDK_VALIDATION: 'false' } },
  );
  try {
    renameSync(outdir, kept);
  } catch (error) {
    if (!exists(kept)) throw error;
    rmSync(outdir, { recursive: true });
  }
  return kept;
}

function hashOfSources(): string {
  const hash = createHash('sha256').update(process.version);
  const files = sources.flatMap((source) => {
    const path = join(projectRoot, source);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && !/\/(dist|cdk\.out|decisions|screenshots)(\/|$)/.test(entry.parentPath),
      )
      .map((entry) => join(entry.parentPath, entry.name));
  });
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

const exists = (path: string) => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** Folders created more than a day ago, other branches' too: they are quickly created again. */
function removeOld(): void {
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    const madeAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (madeAt < Date.now() - dayMs) rmSync(path, { recursive: true, force: true });
  }
}
