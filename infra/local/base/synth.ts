// Synthesizes a CDK app, by default the stack of stage `local`, and reads the resulting template and bundles.
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { ownFile } from './own-file.ts';
import { StartError } from './start-error.ts';

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
export const defaultDataDir = join(projectRoot, '.local');

/** A synthesized stack: its template as JSON, and the folders of its assets. */
export interface Assembly {
  readonly template: unknown;
  /** The folder that a deployment would upload as this object. */
  readonly assetFolder: (objectKey: string) => string;
}

/** The CDK app of a team that embeds the service. */
export interface EmbeddingApp {
  /** The command that runs the app, as in cdk.json: `node app.ts`. */
  readonly command: string;
  /** The folder in which the command runs; default: the current one. */
  readonly folder?: string;
  /** The stack to run, if several have the service. */
  readonly stack?: string | undefined;
}

export interface SynthesisOptions {
  /** Default: Liaison's own app. */
  readonly app?: EmbeddingApp | undefined;
  /** How bundles are made: `recorded` for source maps and `--watch`, `readable` also keeps names for a debugger. */
  readonly bundles?: 'recorded' | 'readable' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Synthesizes the CDK app into `outdir`; Liaison's own takes about 4 s with all bundles.
 *
 * @throws StartError with the app's whole output if it fails.
 */
export async function synthesize(
  outdir: string,
  options: SynthesisOptions = {},
): Promise<Assembly> {
  const { app, bundles, signal } = options;
  const recorder = ownFile('./bundle-recorder.ts', import.meta.url);
  const env = {
    ...process.env,
    // The same Node.js as this process.
    PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    CDK_OUTDIR: resolve(outdir),
    // Only a deployment needs validation, which takes as long as everything else together.
    CDK_VALIDATION: 'false',
    ...(bundles && {
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${recorder.href}`.trim(),
    }),
    ...(bundles === 'readable' && { LIAISON_KEEP_NAMES: 'yes' }),
  };
  const common = { stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], signal };
  // The bundles are CommonJS or end in .mjs, as in Lambda, whatever the package.json above says.
  writeFileSync(join(outdir, 'package.json'), '{}');
  const child = app
    ? spawn(app.command, {
        ...common,
        shell: true,
        cwd: app.folder ?? process.cwd(),
        env: { ...env, ...cdkEnvironment(app.folder ?? process.cwd()) },
      })
    : spawn(process.execPath, [join(projectRoot, 'infra/app.ts'), '--stage', 'local'], {
        ...common,
        cwd: projectRoot,
        env,
      });
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  // Also waits for the end of an aborted child, so that nothing writes into the folder afterwards.
  const code = await new Promise((done) => child.on('error', () => {}).once('close', done));
  signal?.throwIfAborted();
  const said = `${await output}${await errors}`;
  if (code !== 0) {
    throw new StartError(
      app
        ? `The app "${app.command}" failed with exit status ${code}:\n${said}`
        : `The stack cannot be synthesized: ${await errors}`,
    );
  }
  if (!existsSync(join(outdir, 'manifest.json'))) {
    throw new StartError(
      `The app "${app?.command}" wrote no template into CDK_OUTDIR (${outdir}): create it with ` +
        `"new App()", without outdir, and call app.synth(). It printed:\n${said}`,
    );
  }
  return readAssembly(outdir, app?.stack);
}

/** What `cdk synth` passes to an app: the context of cdk.json and cdk.context.json, and an environment. */
function cdkEnvironment(folder: string): Record<string, string> {
  const read = (name: string) => {
    const file = join(folder, name);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  };
  const context = {
    ...read('cdk.json').context,
    ...read('cdk.context.json'),
    // For the names of constructs in messages.
    'aws:cdk:enable-path-metadata': true,
  };
  return {
    CDK_CONTEXT_JSON: JSON.stringify(context),
    CDK_DEFAULT_ACCOUNT: process.env.CDK_DEFAULT_ACCOUNT ?? '000000000000',
    CDK_DEFAULT_REGION: process.env.CDK_DEFAULT_REGION ?? 'us-east-1',
  };
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
      properties: z
        .looseObject({ templateFile: z.string().optional(), directoryName: z.string().optional() })
        .optional()
        .catch(undefined),
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

interface SynthesizedStack {
  readonly id: string;
  readonly folder: string;
  readonly templateFile: string;
}

const readJson = (folder: string, file: string) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** The stacks in a synthesized folder, also those of its stages. */
function stacksIn(folder: string): SynthesizedStack[] {
  const { artifacts } = Manifest.parse(readJson(folder, 'manifest.json'));
  return Object.entries(artifacts).flatMap(([id, { type, properties }]) => {
    const { templateFile, directoryName } = properties ?? {};
    if (type === 'cdk:cloud-assembly' && directoryName) {
      return stacksIn(join(folder, directoryName));
    }
    if (type !== 'aws:cloudformation:stack' || !templateFile) return [];
    return [{ id, folder, templateFile }];
  });
}

/**
 * Reads a synthesized folder: its only stack, or the one with a Liaison service.
 *
 * @param name the stack's name, needed if several stacks have a service.
 * @throws StartError naming the stacks if there is not exactly one.
 */
export function readAssembly(outdir: string, name?: string): Assembly {
  const stacks = stacksIn(outdir);
  const candidates =
    stacks.length === 1 && name === undefined
      ? stacks
      : stacks.filter((each) => (name === undefined ? hasService(each) : each.id === name));
  const [stack] = candidates;
  if (candidates.length !== 1 || !stack) throw wrongStack(stacks, candidates, name);
  const folders = new Map<string, string>();
  for (const { source, destinations } of Object.values(
    Assets.parse(readJson(stack.folder, `${stack.id}.assets.json`)).files,
  )) {
    for (const { objectKey } of Object.values(destinations)) folders.set(objectKey, source.path);
  }
  return {
    template: readJson(stack.folder, stack.templateFile),
    assetFolder(objectKey) {
      const folder = folders.get(objectKey);
      if (folder === undefined) throw new Error(`${outdir} has no asset ${objectKey}`);
      return resolve(stack.folder, folder);
    },
  };
}

/** A service has this route; the rest of the host knows nothing about connections. */
function hasService({ folder, templateFile }: SynthesizedStack): boolean {
  return readFileSync(join(folder, templateFile), 'utf8').includes('"POST /v1/connections"');
}

function wrongStack(
  stacks: readonly SynthesizedStack[],
  candidates: readonly SynthesizedStack[],
  name: string | undefined,
): StartError {
  const list = (some: readonly SynthesizedStack[]) => some.map(({ id }) => id).join(', ') || 'none';
  if (name !== undefined) {
    return new StartError(`The app has no stack ${name}; its stacks are: ${list(stacks)}.`);
  }
  return new StartError(
    candidates.length === 0
      ? `No stack of the app has a LiaisonService; its stacks are: ${list(stacks)}.`
      : `Several stacks have a LiaisonService: ${list(candidates)}; choose one with --stack.`,
  );
}
