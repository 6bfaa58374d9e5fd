// The TypeScript of the pages: it compiles strictly, or is quoted from a file of the project.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { allBlocks, pages } from '../support/examples/blocks.ts';
import { type Exports, isQuote, modulesOf } from '../support/examples/code.ts';
import { root } from '../support/workbench.ts';

/** What each module of the package exports, types included, as its file says. */
function ownExports(): [string, string[]][] {
  const { paths } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).compilerOptions;
  return Object.entries<[string]>(paths).map(([module, [file]]) => {
    const source = readFileSync(join(root, file), 'utf8');
    const declared = source.matchAll(
      /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm,
    );
    const listed = [...source.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(
      ([, names = '']) => names.match(/(?!type\b)\b\w+(?=\s*(,|$))/gm) ?? [],
    );
    return [module, [...[...declared].map(([, name = '']) => name), ...listed]];
  });
}

/** The parts of CDK whose names a page may use. */
const partsOfCdk: Readonly<Record<string, object>> = {
  '': cdk,
  '/aws-events': cdk.aws_events,
  '/aws-events-targets': cdk.aws_events_targets,
  '/aws-iam': cdk.aws_iam,
  '/aws-lambda': cdk.aws_lambda,
  '/aws-sqs': cdk.aws_sqs,
  '/aws-sns': cdk.aws_sns,
  '/aws-ec2': cdk.aws_ec2,
  '/aws-cognito': cdk.aws_cognito,
  '/aws-secretsmanager': cdk.aws_secretsmanager,
};

/** Where the names come from that a page uses without an import; the first module that has a name. */
const exports: Exports = new Map([
  ...ownExports(),
  ['constructs', ['Construct']],
  ...Object.entries(partsOfCdk).map(([part, names]): [string, string[]] => [
    `aws-cdk-lib${part}`,
    Object.keys(names).filter((name) => /^[A-Z]/.test(name)),
  ]),
]);

it('compiles strictly, unless it is quoted from the project', () => {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'pages-'));
  try {
    for (const page of pages) {
      const own = join(folder, page.replace(/\.md$/, ''));
      const blocks = allBlocks.filter((one) => one.page === page && one.language === 'ts');
      mkdirSync(own, { recursive: true });
      for (const { file, code } of modulesOf(
        blocks.filter((one) => !isQuote(one)),
        exports,
      ))
        writeFileSync(join(own, file), code);
    }
    const config = {
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noUnusedLocals: false,
        noUnusedParameters: false,
        verbatimModuleSyntax: false,
      },
      // The description extends zod's types.
      include: ['**/*.ts', join(root, 'shared/contracts/openapi.ts')],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/typescript-7/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    const hint =
      'If a page uses something that its reader has, test/support/examples/code.ts declares it.';
    expect(stdout.replaceAll(folder.slice(root.length), ''), hint).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
