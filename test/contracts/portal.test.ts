// The portal as files: every page is well-formed, every link leads somewhere, every code is explained.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Description, operationsOf } from '../../docs/portal/description.ts';
import { allGuides } from '../../docs/portal/site.ts';
import { snippetsOf } from '../../docs/portal/snippets.ts';
import { projectRoot } from '../../infra/local/base/synth.ts';
import { codes, problem } from '../../shared/contracts/error-codes.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import { filesOfPortal } from '../support/docs-in-memory.ts';

const files = filesOfPortal();
const pages = [...files].filter(([name]) => name.endsWith('.html'));
const addressOf = (file: string) =>
  file === 'index.html' ? '/docs' : `/docs/${file.replace(/\.html$/, '')}`;
const idsIn = (html: string) => [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
const ids = new Map(pages.map(([name, page]) => [addressOf(name), new Set(idsIn(page))]));
const text = (html: string) => html.replace(/&#(\d+);/g, (_, char) => String.fromCharCode(char));

const description = openApiDocument() as unknown as Description;
const operations = operationsOf(description);

/** Elements that have no end tag. */
const empty = new Set(['meta', 'input', 'br', 'hr']);

/** The first tag that does not fit; undefined if each element ends within the one that it began in. */
function misplacedTag(html: string): string | undefined {
  const open: string[] = [];
  for (const [tag, end, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)(?: [^<>]*)?>/g)) {
    if (empty.has(name)) continue;
    if (!end) open.push(name);
    else if (open.pop() !== name) return tag;
  }
  return open.at(-1);
}

describe('each page', () => {
  it.each(pages)('%s is well-formed, with one h1, a title, and ids that are unique', (_, html) => {
    expect(misplacedTag(html)).toBeUndefined();
    // Outside of tags and of the marks that the function replaces, no character is left as it is.
    const rest = html
      .replaceAll(/<style>.*<\/style>|<!--\w+-->|<!doctype html>/g, '')
      .replaceAll(/<\/?[a-z][^<>]*>/g, '');
    expect(rest).not.toMatch(/[<>]/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toMatch(/<title>[^<]+ – Liaison<\/title>/);
    const own = idsIn(html);
    expect(own.filter((id, at) => id === '' || own.indexOf(id) !== at)).toEqual([]);
  });

  it.each(pages)('%s has only links to what exists', (file, html) => {
    const links = [...html.matchAll(/ href="([^"]*)"/g)].map(([, href = '']) => text(href));
    expect(links.length).toBeGreaterThan(10);
    const dead = links.filter((link) => {
      if (link.startsWith('https://') || link === '/openapi.json') return false;
      const [path, anchor] = (link.startsWith('#') ? addressOf(file) + link : link).split('#');
      if (anchor === undefined && files.has(String(path).replace('/docs/', ''))) return false;
      const found = ids.get(String(path));
      return !found || (anchor !== undefined && !found.has(anchor));
    });
    expect(dead).toEqual([]);
  });

  it.each(pages)('%s shows no backtick outside of code', (_, html) => {
    const prose = html.replaceAll(/<style>.*?<\/style>|<(pre|code)\b.*?<\/\1>/gs, '');
    expect(prose.match(/.{0,60}`.{0,60}/g)).toBeNull();
  });

  it.each(pages)('%s needs no script, no file and no style of others', (_, html) => {
    expect(html).not.toMatch(/<script|<link|<img|<iframe| style=| on[a-z]+=|javascript:/);
  });
});

describe('the pages', () => {
  it('are all Markdown pages but those for operators and for people who change the code', () => {
    const forOthers = [
      ...['changing', 'cost', 'dependencies', 'deploying', 'glossary', 'local', 'observability'],
      ...[
        'operating',
        'performance',
        'releasing',
        'reliability',
        'runbook',
        'security',
        'table',
        'tour',
      ],
    ].map((name) => `${name}.md`);
    const all = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
    const shown = allGuides.map(({ file }) => file).filter((file) => !file.includes('/'));
    // A new page belongs to docs/portal/site.ts or to the list above.
    expect(all.sort()).toEqual([...shown, ...forOthers].sort());
  });

  it('include one for each operation, with its route, scope, codes and three examples', () => {
    for (const { method, path, operation } of operations) {
      const page = text(files.get(`${operation.operationId}.html`) ?? '');
      expect(page).toContain(`<span class="method">${method}</span> <code>${path}</code>`);
      for (const scope of operation.security.flatMap((one) => Object.values(one).flat()))
        expect(page).toContain(`Scope <code>${scope}</code>`);
      expect(page).toContain('href="/docs/errors#InternalError"');
      expect(page).toContain('<a href="/docs/operations" aria-current="true">');
      expect(page).toContain('curl ');
      expect(page).toContain(`requests.${method.toLowerCase()}(`);
    }
    expect(text(files.get('createConnection.html') ?? '')).toContain('liaison.createConnection({');
  });

  it('explain each code where the type of its problem leads', () => {
    for (const code of Object.keys(codes) as (keyof typeof codes)[]) {
      const [path, anchor = ''] = problem(code, '').type.split('#');
      expect(path).toBe('/docs/errors');
      const after = files.get('errors.html')?.split(` id="${anchor}">`)[1] ?? '';
      const [section = ''] = after.split('<h3');
      expect(section).toContain(codes[code].title);
      expect(section).toContain('What to do:');
    }
  });
});

describe('the examples', () => {
  const snippets = operations.map((placed) =>
    snippetsOf(placed, description.components?.schemas ?? {}),
  );

  it('are valid Python', () => {
    const programs = snippets.map(({ python }) => `import requests\nurl = headers = ""\n${python}`);
    expectPython(programs);
  });

  it('are valid commands of a shell', () => {
    const { status, stderr } = spawnSync('sh', ['-n'], {
      input: snippets.map(({ curl }) => curl).join('\n'),
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('are TypeScript that the client accepts', () => {
    const calls = snippets.flatMap(({ typescript }) => (typescript ? [`{\n${typescript}\n}`] : []));
    expect(calls.length).toBeGreaterThan(40);
    const opened =
      "import { createClient } from 'liaison/client';\nconst liaison = createClient({ url: '' });";
    expectTypeScript([opened, ...calls].join('\n'));
  });
});

/** Fails if a program is not valid Python; where there is no Python, it checks nothing. */
function expectPython(programs: readonly string[]) {
  expect(programs).not.toHaveLength(0);
  const script = 'import ast, json, sys\nfor program in json.load(sys.stdin): ast.parse(program)';
  const { error, stderr } = spawnSync('python3', ['-c', script], {
    input: JSON.stringify(programs),
    encoding: 'utf8',
  });
  if (error) return;
  expect(stderr).toBe('');
}

/** Fails if a module has an error of types. */
function expectTypeScript(module: string) {
  const cache = join(projectRoot, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'portal-'));
  try {
    writeFileSync(join(folder, 'module.ts'), module);
    const client = join(projectRoot, 'shared/client/index.ts');
    const config = {
      extends: join(projectRoot, 'tsconfig.json'),
      compilerOptions: { noUnusedLocals: false, paths: { 'liaison/client': [client] } },
      // The description extends zod's types.
      include: ['*.ts', join(projectRoot, 'shared/contracts/openapi.ts')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(projectRoot, 'node_modules/typescript-7/bin/tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
