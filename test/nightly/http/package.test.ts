// The package in another team's folder: packed, installed, type-checked, and synthesized by plain Node.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tarball } from '../../support/packed.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);
let folder: string;
let synthesized: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-package-'));
  // Outside the project, as in Lambda: no package.json above the bundles sets the type of a .js file.
  synthesized = await mkdtemp(join(tmpdir(), 'liaison-package-'));
  // The Lambda runtime has the SDK, so CDK leaves it out of the bundles of the sample app's functions.
  await mkdir(join(synthesized, 'node_modules'));
  const sdk = 'node_modules/@aws-sdk';
  await symlink(join(root, sdk), join(synthesized, sdk));
  await cp(join(root, 'samples/embedding'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"name":"crm","private":true,"type":"module"}');
  const packages = [await tarball(), 'aws-cdk-lib', 'constructs', 'esbuild'];
  await run('npm', ['install', '--prefer-offline', ...packages], { cwd: folder });
}, 600_000);

afterAll(async () => {
  for (const each of [folder, synthesized]) await rm(each, { recursive: true, force: true });
});

it('has the types that the sample app needs', async () => {
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    strict: true,
    skipLibCheck: false,
    rewriteRelativeImportExtensions: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const files = ['app.ts', 'clients.ts', 'workflows.test.ts'];
  const config = JSON.stringify({ compilerOptions, files });
  await writeFile(join(folder, 'tsconfig.json'), config);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error);
  expect(stdout).toBe('');
});

it('tests the workflows without AWS and without an environment', async () => {
  const { stdout } = await run(process.execPath, ['--test', 'workflows.test.js'], {
    cwd: folder,
    env: {},
  });
  expect(stdout).toMatch(/# pass 3\n# fail 0|pass 3\n.*fail 0/);
});

it('has the schema of each event, with an example', async () => {
  const program =
    "import schema from 'liaison/events/connection-created.json' with { type: 'json' };" +
    'console.log(schema.title, schema.examples[0].source);';
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
  });
  expect(stdout).toContain('Connection Created liaison');
});

it('is synthesized by Node alone, with bundles that start', async () => {
  await run(process.execPath, ['app.js'], {
    cwd: folder,
    env: { ...process.env, CDK_OUTDIR: synthesized, CDK_VALIDATION: 'false' },
  });
  const template = JSON.parse(await readFile(join(synthesized, 'crm.template.json'), 'utf8'));
  const functions = Object.values<Resource>(template.Resources).filter(
    ({ Type }) => Type === 'AWS::Lambda::Function',
  );
  // CDK's own functions, such as the one that fills the console's bucket, are not bundled here.
  const bundled = functions.filter(({ Properties }) => Properties.Runtime === 'nodejs24.x');
  expect(bundled.length).toBeGreaterThan(10);
  for (const { Properties } of bundled) {
    const asset = join(synthesized, `asset.${Properties.Code.S3Key.replace('.zip', '')}`);
    const [file = ''] = (await readdir(asset)).filter((name) => /^index\.m?js$/.test(name));
    const start = `import(process.argv[1]).then(({ handler }) => console.log(typeof handler))`;
    const { stdout } = await run(process.execPath, ['-e', start, join(asset, file)], {
      env: environmentOf(Properties),
    });
    expect([Properties.Description, stdout.trim()]).toEqual([Properties.Description, 'function']);
  }
});

/** A file of each asset that has it. */
async function inAssets(file: string): Promise<string[]> {
  const { files } = JSON.parse(await readFile(join(synthesized, 'crm.assets.json'), 'utf8'));
  const folders = Object.values<{ source: { path: string } }>(files).map(
    ({ source }) => source.path,
  );
  const found = await Promise.all(
    folders.map((path) => readFile(join(synthesized, path, file), 'utf8').catch(() => '')),
  );
  return found.filter((text) => text !== '');
}

it('includes the built console', async () => {
  const pages = await inAssets('index.html');
  expect(pages.filter((page) => /src="\.?\/?assets\/[\w-]+\.js"/.test(page))).toHaveLength(1);
});

it('includes the pages of the portal', async () => {
  const [page, ...others] = await inAssets('docs/createConnection.html');
  expect(page).toContain('<h1>Connect two records</h1>');
  expect(others).toEqual([]);
});

interface Resource {
  readonly Type: string;
  readonly Properties: {
    readonly Description?: string;
    readonly Runtime: string;
    readonly Code: { readonly S3Key: string };
    readonly Environment?: { readonly Variables: Record<string, unknown> };
  };
}

/** A function's variables; values known only after deployment are replaced by ones of the same form. */
function environmentOf({ Environment }: Resource['Properties']): Record<string, string> {
  const variables = Object.entries(Environment?.Variables ?? {}).map(([name, value]) => {
    const deployed = /QUEUES?_URL/.test(name) ? 'https://queue.invalid/1' : 'known-when-deployed';
    return [name, typeof value === 'string' ? value : deployed];
  });
  return { AWS_REGION: 'us-east-1', ...Object.fromEntries(variables) };
}
