// Loaded into the process of a CDK app: records how each bundle is made, so that `--watch` can make it again.

import childProcess, { type SpawnSyncOptions } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appFilesName, type BundleRecord, bundleRecordName } from './bundle-record.ts';

const { CDK_OUTDIR: outdir = '.', LIAISON_KEEP_NAMES: keepNames } = process.env;
const outfileOption = '--outfile=';

const spawnSync = childProcess.spawnSync;
/** CDK runs esbuild with this function, and requires it as a property of the module. */
childProcess.spawnSync = ((command: string, args: readonly string[], options: SpawnSyncOptions) => {
  const outfile = Array.isArray(args) ? outfileOf(args) : undefined;
  if (outfile === undefined) return spawnSync(command, args, options);
  const metafile = `${outfile}.meta.json`;
  const full = [
    ...args.filter((each) => !(keepNames && each === '--minify')),
    ...(args.some((each) => each.startsWith('--sourcemap')) ? [] : ['--sourcemap']),
    ...(args.some((each) => each.startsWith('--metafile=')) ? [] : [`--metafile=${metafile}`]),
  ];
  // The recorder is for the app, and would slow down the processes that it starts.
  const { NODE_OPTIONS: _, ...env } = options.env ?? process.env;
  const result = spawnSync(command, full, { ...options, env });
  const cwd = String(options.cwd ?? process.cwd());
  const metafileUsed = full.find((each) => each.startsWith('--metafile='))?.slice(11) ?? metafile;
  if (result.status === 0 && existsSync(metafileUsed)) {
    const record: BundleRecord = { command, args: full, cwd, outfile, metafile: metafileUsed };
    const { inputs } = JSON.parse(readFileSync(metafileUsed, 'utf8'));
    const files = Object.keys(inputs).map((file) => resolve(cwd, file));
    writeFileSync(
      join(dirname(outfile), bundleRecordName),
      JSON.stringify({ ...record, inputs: files }),
    );
    if (metafileUsed === metafile) rmSync(metafile);
  }
  return result;
}) as typeof spawnSync;
nodeModule.syncBuiltinESMExports();

function outfileOf(args: readonly string[]): string | undefined {
  if (!args.includes('--bundle')) return undefined;
  return args.find((each) => each.startsWith(outfileOption))?.slice(outfileOption.length);
}

const appFiles = new Set<string>();
nodeModule.registerHooks?.({
  load(url, context, next) {
    if (url.startsWith('file:') && !url.includes('/node_modules/')) {
      appFiles.add(fileURLToPath(new URL(url.split('?')[0] as string)));
    }
    return next(url, context);
  },
});
process.on('exit', () => {
  // Other processes of the command, such as npx, write no template.
  if (!existsSync(join(outdir, 'manifest.json'))) return;
  const file = join(outdir, appFilesName);
  const known: string[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  writeFileSync(file, JSON.stringify([...new Set([...known, ...appFiles])]));
});
