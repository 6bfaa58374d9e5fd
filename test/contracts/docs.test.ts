import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventSchemas } from '../../docs/event-schemas.ts';
import { made } from '../../docs/made.ts';
import { eventExamples } from '../../testing/event-examples.ts';

const root = new URL('../../', import.meta.url);
const docs = new URL('docs/', root);

it.each([...made()])('docs/%s matches the code (if not: npm run docs)', (file, text) => {
  expect(readFileSync(new URL(file, docs), 'utf8')).toBe(text);
});

it('docs/events has one schema for each event, and no other', () => {
  const files = readdirSync(new URL('events', docs)).filter((file) => file.endsWith('.json'));
  expect(files.sort()).toEqual(
    eventSchemas()
      .map(({ file }) => file)
      .sort(),
  );
});

it('each event has an example of its own type', () => {
  for (const { type } of eventSchemas()) expect(eventExamples.get(type)?.type).toBe(type);
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

it.each(pages)('%s names only files that exist', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8');
  const code = /`((?:shared|functions|infra|cli|console|test|docs|samples)\/[\w./-]+\.\w+)`/g;
  const link = /\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g;
  const named = [...text.matchAll(code)].map(([, path = '']) => new URL(path, root));
  const linked = [...text.matchAll(link)].map(
    ([, path = '']) => new URL(path, new URL(page, root)),
  );
  expect([...named, ...linked].filter((file) => !existsSync(file)).map(String)).toEqual([]);
});
