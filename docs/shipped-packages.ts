// The packages in the deployed code, with versions and licences: the table of docs/dependencies.md.
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as bundle } from 'esbuild';
import { build as buildPages } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Licences that require no more than their notice. https://spdx.org/licenses */
export const permissive = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** A package in the deployment. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier, as declared by the package. */
  readonly license: string;
  /** The deployed code that contains it: functions by their files, or the console. */
  readonly usedBy: readonly string[];
}

const functionFiles = globSync('functions/handlers/{,workflows/}*.ts', { cwd: root })
  .filter((file) =>
    /^export (const|async function|function) handler\b/m.test(
      readFileSync(join(root, file), 'utf8'),
    ),
  )
  .sort();

/** The folders of the packages whose code is in a function's bundle. */
async function packagesOf(entry: string): Promise<string[]> {
  const { metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'error',
    // The same options as in the stack (infra/constructs/lambda/liaison-function.ts).
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    minify: true,
    target: 'node24',
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'functions/runtime/lambda-credentials.ts'),
    },
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
  return [
    ...new Set(
      files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []),
    ),
  ];
}

interface Licensed {
  readonly name: string;
  readonly version: string;
  readonly identifier: string | null;
}

/** The packages that Vite finds in the console's build. */
async function packagesOfConsole(): Promise<Licensed[]> {
  const outDir = mkdtempSync(join(tmpdir(), 'liaison-licences-'));
  try {
    await buildPages({
      configFile: join(root, 'console/vite.config.ts'),
      logLevel: 'error',
      build: { outDir, license: { fileName: 'licenses.json' } },
    });
    return JSON.parse(readFileSync(join(outDir, 'licenses.json'), 'utf8'));
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** Every package that is shipped, by name. Takes about 10 s, because it builds all functions and the console. */
export async function shippedPackages(): Promise<ShippedPackage[]> {
  const found = new Map<string, ShippedPackage & { usedBy: string[] }>();
  const add = (name: string, version: string, license: string, user: string) => {
    const key = `${name}@${version}`;
    const known = found.get(key) ?? { name, version, license, usedBy: [] };
    if (!known.usedBy.includes(user)) known.usedBy.push(user);
    found.set(key, known);
  };
  for (const file of functionFiles) {
    for (const folder of await packagesOf(file)) {
      const about = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      add(
        about.name,
        about.version,
        about.license ?? 'none',
        file.replace(/^functions\/handlers\/|\.ts$/g, ''),
      );
    }
  }
  for (const { name, version, identifier } of await packagesOfConsole()) {
    add(name, version, identifier ?? 'none', 'console');
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The table of docs/dependencies.md. */
export function shippedPackagesTable(all: readonly ShippedPackage[]): string {
  const users = (usedBy: readonly string[]) => {
    const functions = usedBy.filter((user) => user !== 'console');
    const named =
      functions.length === functionFiles.length
        ? ['every function']
        : functions.length > 5
          ? [`${functions.length} functions`]
          : functions.map((one) => `\`${one}\``);
    return [...named, ...(usedBy.includes('console') ? ['the console'] : [])].join(', ');
  };
  return [
    '| package | version | licence | in |',
    '|---|---|---|---|',
    ...all.map(
      ({ name, version, license, usedBy }) =>
        `| ${name} | ${version} | ${license} | ${users(usedBy)} |`,
    ),
  ].join('\n');
}
