// The names in the tables of the pages: settings, properties, outputs, metrics, exports and variables of the
// environment exist, and the tables that list all of a kind are complete.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { metricUnits } from '../../functions/telemetry/metrics.ts';
import { Settings } from '../../infra/settings-schema.ts';
import { pages, textOf } from '../support/examples/blocks.ts';
import { root } from '../support/workbench.ts';

/** The names in the first column of the table below a line that begins with this text. */
function firstColumn(page: string, begins: string): string[] {
  const text = textOf(page);
  const at = text.indexOf(`\n${begins}`);
  expect(at, `${page} has no line that begins with ${begins}`).toBeGreaterThan(0);
  const [table = ''] = /\n\|(.*\n\|)+.*/.exec(text.slice(at)) ?? [];
  return [...table.matchAll(/^\| ((?:`[^`]+`(?:, )?)+)/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w[\w:/-]*)/g)].map(([, name = '']) => name),
  );
}

const source = (file: string) => readFileSync(join(root, file), 'utf8');

/** The readonly properties of an interface or class. */
const propertiesIn = (file: string) =>
  [...source(file).matchAll(/^ {2,4}readonly (\w+)/gm)].map(([, name = '']) => name);

it('the table of the settings lists all of them', () => {
  const documented = firstColumn('docs/deploying.md', '## Settings');
  expect(documented.sort()).toEqual(Object.keys(Settings.shape).sort());
});

it('the table of the user pool names settings of an identity', () => {
  const schema = source('infra/settings-schema.ts');
  const documented = firstColumn('docs/deploying.md', '| setting of `identity`');
  expect(documented).not.toEqual([]);
  expect(documented.filter((name) => !new RegExp(`\\b${name}:`).test(schema))).toEqual([]);
});

it('the table of the construct Workflow names its properties', () => {
  const [, ofFunctions = ''] =
    /ownProps = \[(.*?)\]/s.exec(source('infra/constructs/lambda/liaison-function.ts')) ?? [];
  const props = new Set([
    ...propertiesIn('infra/constructs/events/workflow-construct.ts'),
    ...[...ofFunctions.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  ]);
  const documented = firstColumn('docs/workflows.md', '| property |');
  expect(documented).toContain('on');
  expect(documented.filter((name) => !props.has(name))).toEqual([]);
});

it('the table of the metrics lists all of them', () => {
  const documented = textOf('docs/observability.md').match(/^\| `[A-Z].*$/gm) ?? [];
  const names = documented.flatMap((row) => [
    ...(row.split('|')[1] ?? '').matchAll(/`([A-Z]\w+)`/g),
  ]);
  expect(new Set(names.map(([, name]) => name))).toEqual(new Set(Object.keys(metricUnits)));
});

it('the table of the outputs names those of the stack', () => {
  const service = source('infra/liaison-service.ts');
  const documented = firstColumn('docs/deploying.md', '| output |');
  expect(documented).toContain('BusName');
  expect(documented.filter((name) => !new RegExp(`\\b${name}:`).test(service))).toEqual([]);
});

it('the exports of the package are those of its files', () => {
  const index = source('infra/index.ts');
  const documented = firstColumn('samples/embedding/README.md', '## What the package exports');
  expect(documented).toContain('LiaisonService');
  expect(documented.filter((name) => !new RegExp(`\\b${name}\\b`).test(index))).toEqual([]);
  const { exports } = JSON.parse(source('package.json'));
  const modules = pages.flatMap((page) => [
    ...textOf(page).matchAll(/(?:`|from ')liaison(\/(?!read\b|write\b|admin\b)[a-z]+)[`']/g),
  ]);
  expect(modules.length).toBeGreaterThan(5);
  expect(modules.filter(([, name]) => !(`.${name}` in exports))).toEqual([]);
});

it('the variables of the environment are read somewhere', () => {
  const folders = ['infra', 'functions', 'cli', 'console', 'docs', 'shared', 'test'];
  const code = folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => source(join(folder, name))),
    )
    .join('\n');
  const documented = pages.flatMap((page) => [
    ...textOf(page).matchAll(
      /`(?:export )?((?:LIAISON|PORT|TOKEN|NIGHTLY|HOSTILE|DYNAMODB)[A-Z_]*[A-Z])\b[=`]/g,
    ),
  ]);
  const names = new Set(documented.map(([, name = '']) => name));
  expect(names.size).toBeGreaterThan(4);
  expect(
    [...names].filter((name) => !new RegExp(`env\\.${name}\\b|\\b${name}:`).test(code)),
  ).toEqual([]);
});
