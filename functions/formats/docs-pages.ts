// The pages of the portal at /docs, which docs/portal/build.ts prepares when the service is built.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Answer } from '../http/http-exchange.ts';
import { escaped, type Findable, foundHtml, foundIn } from './docs-search.ts';

/** The portal's pages, as answers. */
export interface DocsPages {
  /** @returns undefined if there is no page with this name */
  page(name: string): Promise<Answer | undefined>;
  /** A page that says that there is none. */
  missing(): Promise<Answer>;
  /** The parts of pages that contain every word, or everything if the query is blank. */
  search(query: string): Promise<Answer>;
}

/** Names without dots and slashes, except those of the events' schemas. No name leads out of the folder. */
const pageName = /^[A-Za-z][A-Za-z0-9-]{0,99}(\.json)?$/;

/** Reads a prepared file; undefined if it does not exist. */
export type ReadDocs = (file: string) => Promise<string | undefined>;

/** Reads the files of a folder. */
export const docsIn =
  (folder: URL): ReadDocs =>
  (file) =>
    readFile(new URL(file, folder), 'utf8').catch(absent);

export function openDocsPages(read: ReadDocs): DocsPages {
  let index: readonly Findable[] | undefined;
  const needed = async (file: string) => {
    const text = await read(file);
    if (text === undefined) throw new Error(`the bundle has no file docs/${file}`);
    return text;
  };

  return {
    async page(name) {
      if (!pageName.test(name) || name === 'search.json') return undefined;
      const isSchema = name.endsWith('.json');
      const text = await read(isSchema ? name : `${name}.html`);
      if (text === undefined) return undefined;
      return isSchema ? prepared(text, { 'content-type': 'application/schema+json' }) : html(text);
    },

    async missing() {
      return { ...html(await needed('404.html')), status: 404 };
    },

    async search(query) {
      const template = await needed('search.html');
      if (query.trim() === '') return html(template.replace('<!--query-->', ''));
      index ??= JSON.parse(await needed('search.json')) as readonly Findable[];
      const found = foundIn(index, query);
      return html(
        template
          .replace('<!--query-->', () => escaped(query))
          .replace(/<!--found-->.*<!--end-->/s, () => foundHtml(found, query)),
      );
    },
  };
}

/** @throws every error except that the file does not exist */
function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function html(text: string): Answer {
  return prepared(text, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policyOf(text),
  });
}

/** A browser keeps a page, and asks each time whether it is still the same. */
function prepared(body: string, headers: Readonly<Record<string, string>>): Answer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { status: 200, body, headers: { ...headers, etag, 'cache-control': 'no-cache' } };
}

/** A page may use its own style and send its search to this origin; it may run no script. */
function policyOf(page: string): string {
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page) ?? [];
  return [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
