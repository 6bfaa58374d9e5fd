// All files of the portal: its pages, what the search reads, and the schemas of the events.
import { readFileSync } from 'node:fs';
import type { Findable } from '../../functions/formats/docs-search.ts';
import { codes } from '../../shared/contracts/error-codes.ts';
import { openApiDocument } from '../../shared/contracts/openapi.ts';
import { type Description, operationsOf, type Placed, type Schemas } from './description.ts';
import { framedPage } from './frame.ts';
import { escaped } from './html.ts';
import { type Body, markdownBody, type Section } from './markdown.ts';
import { operationHtml } from './operation-page.ts';
import { allGuides, codesPage, type Guide, guides, schemaFiles } from './site.ts';
import { schemasHtml } from './types.ts';

interface Page extends Body {
  /** What it is called besides its title, for the search. */
  readonly names?: readonly string[];
  /** The address of the list that it belongs to. */
  readonly within?: string;
  /** In `/docs/{name}`; 'index' is `/docs` itself. */
  readonly name: string;
}

const docs = new URL('../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, docs), 'utf8');

/**
 * The content of each file, by its name. Takes about half a second.
 * @param description default: that of this version
 * @throws if a link between pages leads nowhere
 */
export function portalFiles(description = describedNow()): Map<string, string> {
  const pages = [indexPage(), ...allGuides.map(guidePage), ...referencePages(description)];
  const found = pages.flatMap(findable);
  refuseDeadLinks(pages);
  return new Map([
    ...pages.map((page): [string, string] => [
      `${page.name}.html`,
      framedPage({ ...page, address: addressOf(page) }),
    ]),
    ['search.html', searchPage(pages)],
    ['404.html', framedPage({ title: 'No such page', address: '', html: missing })],
    ['search.json', JSON.stringify(found)],
    ...schemaFiles.map((file): [string, string] => [file, read(`events/${file}`)]),
  ]);
}

const describedNow = () => openApiDocument() as unknown as Description;

const addressOf = ({ name }: Page) => (name === 'index' ? '/docs' : `/docs/${name}`);

const findable = (page: Page): Findable[] =>
  page.sections.map((section) => ({
    ...section,
    ...(section.anchor === '' && page.names && { names: page.names }),
    page: page.title,
    address: addressOf(page),
  }));

function guidePage({ file, name, label }: Guide): Page {
  return { name, names: [name, label], ...markdownBody(file, read(file)) };
}

/** Pages without Markdown; `text` is what the search reads. */
const madePage = (name: string, title: string, html: string, sections: Section[]): Page => ({
  name,
  title,
  html,
  sections,
  links: [...html.matchAll(/ href="([^"]+)"/g)].map(([, href = '']) => href),
});

function indexPage(): Page {
  const cards = (shown: readonly Guide[]) =>
    `<ul class="cards">${shown
      .map(
        ({ name, label, about }) =>
          `<li><a href="/docs/${name}">${escaped(label)}</a><p>${escaped(about)}</p></li>`,
      )
      .join('')}</ul>`;
  const reference = [
    { name: 'operations', label: 'Operations', about: 'Every route, with examples and its codes' },
    { name: 'schemas', label: 'Schemas', about: 'What requests and responses contain' },
    codesPage,
  ] as Guide[];
  // The address of a code before each had its explanation: old logs still contain it.
  const all = Object.keys(codes).map(
    (code) => `<li id="${code}"><a href="/docs/errors#${code}">${code}</a></li>`,
  );
  const html = `<h1>Liaison for developers</h1>
<p>Connections between any two records, with a role on each side. This portal describes this version of the service.</p>
${Object.entries(guides)
  .map(([group, pages]) => `<h2 id="${group.toLowerCase()}">${group}</h2>${cards(pages)}`)
  .join('')}
<h2 id="reference">Reference</h2>${cards(reference)}
<h2 id="codes">Every code</h2><ul class="codes">${all.join('')}</ul>`;
  return madePage('index', 'Liaison for developers', html, []);
}

function referencePages(description: Description): Page[] {
  const schemas = description.components?.schemas ?? {};
  const operations = operationsOf(description);
  return [
    operationsPage(operations),
    ...operations.map((placed, at) =>
      operationPage(placed, schemas, operations[at - 1], operations[at + 1]),
    ),
    madePage(
      'schemas',
      'Schemas',
      `<h1>Schemas</h1><p>What requests and responses contain. Responses may gain fields.</p>${schemasHtml(schemas)}`,
      [
        { anchor: '', heading: 'Schemas', text: '' },
        ...Object.entries(schemas).map(([name, { description: about = '', properties = {} }]) => ({
          anchor: name,
          heading: name,
          text: `${about} ${Object.keys(properties).join(' ')}`,
        })),
      ],
    ),
  ];
}

function operationPage(
  placed: Placed,
  schemas: Schemas,
  before: Placed | undefined,
  after: Placed | undefined,
): Page {
  const { operationId, summary, description = '', parameters = [] } = placed.operation;
  const named = parameters.map((one) => `${one.name} ${one.description ?? ''}`);
  const text = [operationId, `${placed.method} ${placed.path}`, description, ...named].join(' ');
  const link = (label: string, to: Placed | undefined) =>
    to
      ? `<a href="/docs/${to.operation.operationId}">${label}: ${escaped(to.operation.summary)}</a>`
      : '<span></span>';
  const html = `${operationHtml(placed, schemas)}
<nav class="next" aria-label="Other operations">${link('Previous', before)}<a href="/docs/operations">All operations</a>${link('Next', after)}</nav>`;
  const page = madePage(operationId, summary, html, [
    { anchor: '', heading: summary, text: text.replaceAll('`', '') },
  ]);
  const { method, path } = placed;
  const names = [operationId, path, `${method} ${path}`];
  return { ...page, names, within: '/docs/operations' };
}

function operationsPage(operations: readonly Placed[]): Page {
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const lists = tags.map((tag) => {
    const lines = operations
      .filter(({ operation }) => operation.tags.includes(tag))
      .map(
        ({ method, path, operation }) =>
          `<li><a href="/docs/${operation.operationId}">${escaped(operation.summary)}</a><br><span class="method">${method}</span> <code>${escaped(path)}</code></li>`,
      );
    return `<h2 id="${slug(tag)}">${escaped(tag)}</h2><ul class="plain found">${lines.join('')}</ul>`;
  });
  return madePage('operations', 'Operations', `<h1>Operations</h1>${lists.join('')}`, [
    { anchor: '', heading: 'Operations', text: '' },
    ...tags.map((tag) => ({ anchor: slug(tag), heading: tag, text: '' })),
  ]);
}

const slug = (text: string) => text.toLowerCase().replaceAll(' ', '-');

/** The function replaces the two marks; without a question, the page lists everything. */
function searchPage(pages: readonly Page[]): string {
  const lines = pages.map((page) => {
    const parts = page.sections.filter(({ anchor }) => anchor !== '');
    const inner = parts.map(
      ({ anchor, heading }) =>
        `<li><a href="${addressOf(page)}#${escaped(anchor)}">${escaped(heading)}</a></li>`,
    );
    const list = inner.length > 0 ? `<ul>${inner.join('')}</ul>` : '';
    return `<li><a href="${addressOf(page)}">${escaped(page.title)}</a>${list}</li>`;
  });
  return framedPage({
    title: 'Search',
    address: '/docs/search',
    html: `<h1>Search</h1><!--found--><h2 id="everything">Everything</h2><ul>${lines.join('')}</ul><!--end-->`,
    query: '<!--query-->',
  });
}

const missing = `<h1>No such page</h1>
<p>The documentation has no page with this address. <a href="/docs/search">Search for it, or choose from everything</a>.</p>`;

/** @throws if a page or the part of a page that a link names does not exist */
function refuseDeadLinks(pages: readonly Page[]): void {
  const parts = new Map<string, Set<string>>([
    ['/docs/search', new Set(['everything'])],
    ['/openapi.json', new Set()],
    ...schemaFiles.map((file): [string, Set<string>] => [`/docs/${file}`, new Set()]),
  ]);
  for (const page of pages) {
    const ids = [...page.html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    parts.set(addressOf(page), new Set(ids));
  }
  const dead = pages.flatMap((page) =>
    page.links
      .filter((link) => !link.startsWith('http'))
      .filter((link) => {
        const [path = '', anchor] = link.split('#');
        const ids = parts.get(path === '' ? addressOf(page) : path);
        return !ids || (anchor !== undefined && !ids.has(anchor));
      })
      .map((link) => `${addressOf(page)}: ${link}`),
  );
  if (dead.length > 0) throw new Error(`links of the portal lead nowhere: ${dead.join(', ')}`);
}
