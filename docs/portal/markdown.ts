// Markdown pages of docs/ as HTML: headings with the ids that GitHub gives them, links of the portal.
import { posix } from 'node:path';
import { Marked, type Token, type Tokens } from 'marked';
import { codeBlock, escaped, framed } from './html.ts';
import { addressOf, partOf } from './site.ts';

/** A part of a page that the search can find: from one heading to the next one. */
export interface Section {
  /** Of its heading; '' for the whole page. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

/** The reason of a rule, in parentheses: for people who change the code, who read the page in the repository. */
const reference = /\s*\(\[decision \d+\]\([^)]*\)\)/g;

/** A page without its frame. */
export interface Body {
  readonly title: string;
  readonly html: string;
  readonly sections: readonly Section[];
  /** Where its links lead, in the portal. */
  readonly links: readonly string[];
}

/**
 * @param file of the page, from docs/; its links are relative to it
 * @param markdown its text, which begins with its title
 * @throws if the page contains HTML, an image, or no title
 */
export function markdownBody(file: string, markdown: string): Body {
  const ids = new Map<string, number>();
  const links: string[] = [];
  const sections: { anchor: string; heading: string; text: string }[] = [];
  const anchors = new Map<Token, string>();
  const idOf = (heading: string) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const before = ids.get(slug) ?? 0;
    ids.set(slug, before + 1);
    return partOf(file, before === 0 ? slug : `${slug}-${before}`);
  };
  const marked = new Marked<string, string>({
    renderer: {
      heading(token) {
        const anchor = anchors.get(token);
        const id = anchor ? ` id="${escaped(anchor)}"` : '';
        return `<h${token.depth}${id}>${this.parser.parseInline(token.tokens)}</h${token.depth}>\n`;
      },
      code({ text, lang }) {
        return codeBlock(text, lang ? `Code (${lang})` : 'Code');
      },
      codespan({ text }) {
        return `<code>${escaped(text)}</code>`;
      },
      table(token) {
        const row = (tag: string, cells: readonly Tokens.TableCell[]) =>
          `<tr>${cells
            .map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`)
            .join('')}</tr>`;
        const body = token.rows.map((cells) => row('td', cells)).join('');
        // A heading without text would be announced as one.
        const head = token.header.map(({ text }) => text).join('');
        return framed(
          `<table>${head ? `<thead>${row('th', token.header)}</thead>` : ''}<tbody>${body}</tbody></table>`,
        ).replaceAll('<th></th>', '<td></td>');
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const address = target(file, href);
        if (address === undefined)
          return `<span class="elsewhere" title="${escaped(inRepository(file, href))}">${text}</span>`;
        links.push(address);
        return `<a href="${escaped(address)}">${text}</a>`;
      },
      image: () => refused(file, 'an image'),
      html: ({ text }) => (text.startsWith('<!--') ? '' : refused(file, `the HTML ${text}`)),
    },
  });
  const tokens = marked.lexer(markdown.replaceAll(reference, ''));
  const [first] = tokens;
  if (first?.type !== 'heading' || first.depth !== 1) refused(file, 'text before its title');
  for (const token of tokens) {
    const last = sections.at(-1);
    if (token.type === 'heading') {
      const heading = plain(token.tokens ?? []);
      const anchor = last ? idOf(heading) : '';
      anchors.set(token, anchor);
      sections.push({ anchor, heading, text: '' });
    } else if (last) last.text += `${plain([token])} `;
  }
  const html = marked.parser(tokens);
  return { title: sections[0]?.heading ?? '', html, sections, links };
}

function refused(file: string, what: string): never {
  throw new Error(`docs/${file} contains ${what}, which the portal does not show`);
}

/** The address of a link in the portal; undefined if it leads to a part of the project without a page. */
function target(file: string, href: string): string | undefined {
  if (/^(https?:|\/)/.test(href)) return href;
  if (href.startsWith('#')) return href;
  const [path = '', anchor] = href.split('#');
  const linked = posix.join(posix.dirname(file), path);
  const address = addressOf(linked);
  return address && (anchor ? `${address}#${partOf(linked, anchor)}` : address);
}

/** Where a reader finds a file without a page. */
const inRepository = (file: string, href: string) =>
  `In the repository: ${posix.join('docs', posix.dirname(file), href)}`;

/** The text of tokens, without their formatting. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type === 'table') {
        const { header, rows } = token as Tokens.Table;
        return [header, ...rows]
          .flat()
          .map((cell) => plain(cell.tokens))
          .join(' ');
      }
      if (token.type === 'list')
        return (token as Tokens.List).items.map((item) => plain(item.tokens)).join(' ');
      if (token.type === 'html' || token.type === 'space') return ' ';
      if ('tokens' in token && token.tokens) return plain(token.tokens);
      return 'text' in token ? String(token.text) : '';
    })
    .join('');
}
