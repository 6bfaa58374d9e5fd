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
  ...readdirSync(new URL('samples', root)).map((name) => `samples/${name}/README.md`),
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

/** The ids that GitHub gives the headings of a page. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const prose = text.replaceAll(/^ *```.*?^ *```/gms, '');
  for (const [, heading = ''] of prose.matchAll(/^#+ (.*)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    let anchor = slug;
    for (let more = 1; anchors.has(anchor); more += 1) anchor = `${slug}-${more}`;
    anchors.add(anchor);
  }
  return anchors;
}

it.each(pages)('%s links only to headings that exist', (page) => {
  const text = readFileSync(new URL(page, root), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]*\.md|)#([^)]+)\)/g)];
  const dead = links.filter(([, path = '', anchor = '']) => {
    const linked = path === '' ? text : readFileSync(new URL(path, new URL(page, root)), 'utf8');
    return !anchorsOf(linked).has(anchor);
  });
  expect(dead.map(([link]) => link)).toEqual([]);
});
