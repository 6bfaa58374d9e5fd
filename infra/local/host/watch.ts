// `--watch`: makes a function's bundle again when one of its files changes, and the template when the app changes.

import { spawn } from 'node:child_process';
import { cpSync, type FSWatcher, mkdtempSync, readFileSync, watch } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { appFilesOf, type RecordedBundle, recordedBundle } from '../base/bundle-record.ts';
import type { FunctionVersion, LocalFunction } from '../lambda/local-function.ts';

export interface WatchOptions {
  /** The folder of the first synthesis. */
  readonly outdir: string;
  readonly functions: ReadonlyMap<string, LocalFunction>;
  /** The functions as they were synthesized. */
  readonly versions: ReadonlyMap<string, FunctionVersion>;
  /** Synthesizes into a new folder. @throws Error with the app's output. */
  readonly synthesizeAgain: () => Promise<NextSynthesis>;
  /** Receives a sentence for each change and each error. */
  readonly notify: (sentence: string) => void;
}

/** The result of a new synthesis. */
interface NextSynthesis {
  readonly outdir: string;
  readonly versions: ReadonlyMap<string, FunctionVersion>;
  /** Logical ids with types of the resources that differ from those that run, other than functions. */
  readonly changed: readonly string[];
}

/** Editors write a file in several steps, so changes are collected for this time, in ms. */
const settleMs = 50;

/** Watches until stopped. One rebuild runs at a time; a failed one leaves the old version running. */
export class AppWatch {
  readonly #options: WatchOptions;
  #versions: ReadonlyMap<string, FunctionVersion>;
  #appFiles: ReadonlySet<string>;
  readonly #bundles = new Map<string, RecordedBundle>();
  readonly #watched = new Map<string, FSWatcher>();
  readonly #contents = new Map<string, string>();
  readonly #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#versions = options.versions;
    this.#appFiles = new Set(appFilesOf(options.outdir));
    this.#readBundles();
    this.#watchFolders();
  }

  /** Resolves when no rebuild runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watched.values()) watcher.close();
    await this.#work;
  }

  #readBundles(): void {
    this.#bundles.clear();
    for (const { file } of this.#versions.values()) {
      const bundle = recordedBundle(dirname(file));
      if (bundle) this.#bundles.set(dirname(file), bundle);
    }
  }

  #files(): Set<string> {
    const inputs = [...this.#bundles.values()].flatMap((bundle) => bundle.inputs);
    const all = [...inputs, ...this.#appFiles];
    return new Set(all.filter((file) => !file.includes(`${sep}node_modules${sep}`)));
  }

  /** Folders instead of files, because many editors replace a file by a new one. */
  #watchFolders(): void {
    const files = this.#files();
    for (const file of files) {
      if (!this.#contents.has(file)) this.#contents.set(file, contentOf(file));
      const folder = dirname(file);
      if (this.#watched.has(folder)) continue;
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        if (name !== null) this.#onChange(join(folder, name));
      });
      watcher.on('error', () => this.#watched.delete(folder));
      this.#watched.set(folder, watcher);
    }
  }

  #onChange(file: string): void {
    if (this.#stopped || !this.#contents.has(file)) return;
    this.#changed.add(file);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#work = this.#work.then(() => this.#rebuild());
    }, settleMs);
  }

  async #rebuild(): Promise<void> {
    const files = [...this.#changed].filter((file) => {
      const content = contentOf(file);
      const isNew = content !== this.#contents.get(file);
      this.#contents.set(file, content);
      return isNew;
    });
    this.#changed.clear();
    if (files.length === 0 || this.#stopped) return;
    const started = Date.now();
    const names = files.map((file) => basename(file)).join(', ');
    try {
      // A file of a bundle is of the app only if the app also runs it.
      const ofApp = files.some((file) => this.#appFiles.has(file));
      const updated = ofApp ? await this.#synthesizeAgain() : await this.#makeBundles(files);
      const seconds = ((Date.now() - started) / 1000).toFixed(1);
      const what = updated.length > 0 ? `rebuilt ${updated.join(', ')}` : 'no function has changed';
      this.#options.notify(`${names} changed: ${what} in ${seconds} s`);
    } catch (error) {
      const { message } = error as Error;
      this.#options.notify(`${names} changed, but the old version continues to run:\n${message}`);
    }
    this.#watchFolders();
  }

  /** @returns the names of the updated functions. */
  async #makeBundles(files: readonly string[]): Promise<string[]> {
    const updated: string[] = [];
    for (const [folder, bundle] of [...this.#bundles]) {
      if (!bundle.inputs.some((input) => files.includes(input))) continue;
      const newFolder = mkdtempSync(`${join(dirname(folder), 'asset.watch')}-`);
      cpSync(folder, newFolder, { recursive: true });
      const outfile = join(newFolder, basename(bundle.outfile));
      const inputs = await makeBundle(bundle, outfile);
      this.#bundles.delete(folder);
      this.#bundles.set(newFolder, { ...bundle, inputs });
      const versions = new Map(this.#versions);
      for (const [name, version] of versions) {
        if (dirname(version.file) !== folder) continue;
        const next = { ...version, file: join(newFolder, basename(version.file)) };
        versions.set(name, next);
        this.#options.functions.get(name)?.update(next);
        updated.push(name);
      }
      this.#versions = versions;
    }
    return updated;
  }

  /** @returns the names of the updated functions. */
  async #synthesizeAgain(): Promise<string[]> {
    const { functions, synthesizeAgain, notify } = this.#options;
    const { outdir, versions, changed } = await synthesizeAgain();
    const updated: string[] = [];
    const restart = [...changed];
    for (const [name, version] of versions) {
      const fn = functions.get(name);
      if (!fn) restart.push(`${name} (new function)`);
      else if (!isSame(version, this.#versions.get(name))) {
        fn.update(version);
        updated.push(name);
      }
    }
    for (const name of functions.keys()) {
      if (!versions.has(name)) restart.push(`${name} (function removed)`);
    }
    this.#versions = versions;
    this.#appFiles = new Set(appFilesOf(outdir));
    this.#readBundles();
    if (restart.length > 0) notify(`Restart to apply: ${restart.join(', ')}.`);
    return updated;
  }
}

const contentOf = (file: string) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

/** Whether two versions run the same code with the same settings. */
function isSame(one: FunctionVersion, other: FunctionVersion | undefined): boolean {
  const plain = (version: FunctionVersion | undefined) =>
    version &&
    JSON.stringify({
      ...version,
      file: contentOf(version.file),
      environment: [...version.environment].map(([name, value]) => [name, String(value)]),
    });
  return plain(one) === plain(other);
}

/**
 * Runs the command that made a bundle once more, into another file.
 *
 * @returns the files that the new bundle consists of.
 * @throws Error with esbuild's messages.
 */
async function makeBundle(bundle: RecordedBundle, outfile: string): Promise<string[]> {
  const metafile = `${outfile}.meta.json`;
  const args = bundle.args.map((each) => {
    if (each.startsWith('--outfile=')) return `--outfile=${outfile}`;
    return each.startsWith('--metafile=') ? `--metafile=${metafile}` : each;
  });
  const child = spawn(bundle.command, args, {
    cwd: bundle.cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  const errors = text(child.stderr);
  const code = await new Promise((done, fail) => child.once('error', fail).once('close', done));
  if (code !== 0) throw new Error((await errors).trim());
  const { inputs } = JSON.parse(readFileSync(metafile, 'utf8'));
  return Object.keys(inputs).map((file) => resolve(bundle.cwd, file));
}
