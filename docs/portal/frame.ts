// The frame of every page: search, the list of pages, what is on the page. No scripts, one style.
import { readFileSync } from 'node:fs';
import { escaped } from './html.ts';
import type { Section } from './markdown.ts';
import { codesPage, guides } from './site.ts';

/** One line of the list of pages. */
interface Entry {
  readonly address: string;
  readonly label: string;
}

/** The pages that are made from the description. */
const reference: readonly Entry[] = [
  { address: '/docs/operations', label: 'Operations' },
  { address: '/docs/schemas', label: 'Schemas' },
  { address: `/docs/${codesPage.name}`, label: codesPage.label },
  { address: '/docs/search', label: 'Everything, and search' },
];

const groups: Readonly<Record<string, readonly Entry[]>> = {
  ...Object.fromEntries(
    Object.entries(guides).map(([group, pages]) => [
      group,
      pages.map(({ name, label }) => ({ address: `/docs/${name}`, label })),
    ]),
  ),
  Reference: reference,
};

export interface Framed {
  readonly title: string;
  /** Its path, which its entry in the list of pages marks as current. */
  readonly address: string;
  /** The path of the list that it belongs to, whose entry is then marked instead. */
  readonly within?: string;
  /** The content, which begins with the h1. */
  readonly html: string;
  /** The parts that the page lists at its top; none if there are fewer than four. */
  readonly sections?: readonly Pick<Section, 'anchor' | 'heading'>[];
  /** What the search field contains, as HTML. Default: nothing. */
  readonly query?: string;
}

// One line: what the policy allows is its exact text.
const style = readFileSync(new URL('style.css', import.meta.url), 'utf8')
  .replaceAll(/\s+/g, ' ')
  .replaceAll(/ ?([{};:,>]) ?/g, '$1')
  .trim();

/** A whole page. */
export function framedPage(page: Framed): string {
  const { title, html, sections = [], query = '' } = page;
  const [heading = '', rest = ''] = html.split(/(?<=<\/h1>)/s);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} – Liaison</title><style>${style}</style></head><body>
<a class="skip" href="#portal-content">Skip to the content</a>
<header><a href="/docs">Liaison for developers</a><a class="to-pages" href="#portal-pages">All pages</a>
<form action="/docs/search" role="search"><input name="q" type="search" aria-label="Search the documentation" placeholder="Search" maxlength="200" value="${query}"><button>Search</button></form></header>
<div class="columns"><main id="portal-content">
${heading}${contents(sections)}${rest}
</main>
<nav class="pages" id="portal-pages" aria-label="All pages">${list(page)}</nav></div>
<footer>The same description for tools: <a href="/openapi.json">/openapi.json</a>. This page was made when the service was built, from the routes and pages of this version.</footer>
</body></html>
`;
}

/** The parts of a page: open next to the list of pages, closed in a narrow window. Either one is hidden. */
function contents(sections: NonNullable<Framed['sections']>): string {
  const shown = sections.filter(({ anchor }) => anchor !== '');
  if (shown.length < 4) return '';
  const lines = shown.map(
    ({ anchor, heading }) => `<li><a href="#${escaped(anchor)}">${escaped(heading)}</a></li>`,
  );
  const parts = `<ul>${lines.join('')}</ul>`;
  return `<details class="contents"><summary>On this page</summary>${parts}</details>
<nav class="contents" aria-label="On this page"><p>On this page</p>${parts}</nav>`;
}

function list(page: Framed): string {
  const mark = (address: string) => {
    if (address === page.address) return ' aria-current="page"';
    return address === page.within ? ' aria-current="true"' : '';
  };
  return Object.entries(groups)
    .map(([group, entries]) => {
      const lines = entries.map(
        ({ address, label }) =>
          `<li><a href="${address}"${mark(address)}>${escaped(label)}</a></li>`,
      );
      return `<h2>${escaped(group)}</h2><ul>${lines.join('')}</ul>`;
    })
    .join('');
}
