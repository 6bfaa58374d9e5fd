// The files of the package: each page is there with the pages that it links to.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../support/workbench.ts';

const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
// npm adds these three to every package.
const packed = new Set(
  ['README.md', 'LICENSE', 'package.json', ...files]
    .flatMap((pattern: string) => globSync(pattern, { cwd: root }))
    .flatMap((path) =>
      statSync(join(root, path)).isDirectory() ? globSync(`${path}/**`, { cwd: root }) : [path],
    ),
);

it('has the runbook, the schemas of events, and what the README lists', () => {
  for (const file of ['CHANGELOG.md', 'docs/runbook.md', 'docs/workflows.md']) {
    expect(packed).toContain(file);
  }
  expect([...packed].filter((file) => /^docs\/events\/.*\.json$/.test(file))).not.toEqual([]);
});

it('has each page that a page in it links to', () => {
  const links = [...packed]
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      [...readFileSync(join(root, file), 'utf8').matchAll(/\]\((?!\w+:)([^)#\s]+)/g)].map(
        ([, path = '']) => ({ file, target: normalize(join(dirname(file), path)) }),
      ),
    )
    .filter(({ target }) => /\.(md|json|http)$/.test(target) && existsSync(join(root, target)));
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter(({ target }) => !packed.has(target))).toEqual([]);
});
