// How a bundle was made and from which files: written next to it by the recorder, read by `--watch`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The command that made a bundle. */
export interface BundleRecord {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where the command wrote the bundle, before CDK renamed the folder. */
  readonly outfile: string;
  /** Where the command wrote the list of its input files. */
  readonly metafile: string;
}

/** A bundle with the absolute paths of the files that it consists of. */
export interface RecordedBundle extends BundleRecord {
  readonly inputs: readonly string[];
}

export const bundleRecordName = 'liaison-bundle.json';
export const appFilesName = 'liaison-app-files.json';

/** How the bundle in this folder was made; undefined if CDK did not make it with esbuild. */
export function recordedBundle(folder: string): RecordedBundle | undefined {
  const file = join(folder, bundleRecordName);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** The files of the CDK app itself that were loaded for the synthesis into this folder. */
export function appFilesOf(outdir: string): string[] {
  const file = join(outdir, appFilesName);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}
