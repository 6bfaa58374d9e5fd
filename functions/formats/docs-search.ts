// The search of the portal: parts of pages that contain every word of a query, the best first.
import { foldText } from '../../shared/text/fold-text.ts';

/** A part of a page that can be found; the build writes a list of all of them. */
export interface Findable {
  readonly page: string;
  readonly address: string;
  /** Of the part's heading; '' for the whole page. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

/** How many parts a page of results has. */
const mostFound = 30;

/** Characters of text before and after the first word that was found. */
const around = { before: 60, after: 140 } as const;

const wordsOf = (query: string) => foldText(query).split(/\s+/).filter(Boolean).slice(0, 10);

/** The parts that contain every word, those with the words in their headings first. */
export function foundIn(all: readonly Findable[], query: string): readonly Findable[] {
  const words = wordsOf(query);
  return all
    .map((part) => ({ part, rank: rankOf(part, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, mostFound)
    .map(({ part }) => part);
}

/** 0 if a word is missing. */
function rankOf({ page, heading, text }: Findable, words: readonly string[]): number {
  const [inPage, inHeading, inText] = [page, heading, text].map(foldText) as [
    string,
    string,
    string,
  ];
  let rank = 0;
  for (const word of words) {
    if (inHeading === word) rank += 20;
    else if (inHeading.includes(word)) rank += 10;
    else if (inPage.includes(word)) rank += 3;
    else if (!inText.includes(word)) return 0;
    rank += inText.split(/[^\w-]+/).includes(word) ? 2 : 1;
  }
  return rank;
}

/** The results as HTML. */
export function foundHtml(found: readonly Findable[], query: string): string {
  if (found.length === 0) {
    return `<p>Nothing contains “${escaped(query)}”. Try fewer or shorter words, or <a href="/docs/search">see everything</a>.</p>`;
  }
  const words = wordsOf(query);
  const parts = found.map(({ page, address, anchor, heading, text }) => {
    const link = anchor === '' ? address : `${address}#${anchor}`;
    const title = anchor === '' ? page : `${page}: ${heading}`;
    return `<li><a href="${escaped(link)}">${escaped(title)}</a><p>${excerpt(text, words)}</p></li>`;
  });
  const number =
    found.length === mostFound ? `The best ${mostFound} results` : `${found.length} found`;
  return `<p role="status">${number} for “${escaped(query)}”.</p><ul class="plain found">${parts.join('')}</ul>`;
}

/** The text around the first word that it contains, with all words marked. */
function excerpt(text: string, words: readonly string[]): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  // Where words begin: the text between them may contain short ones by accident.
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(${words.map(literally).join('|')})`, 'giu');
  const first = Math.max(flat.search(any), 0);
  const from = Math.max(0, first - around.before);
  const shown = flat.slice(from, first + around.after);
  const marked = shown
    .split(any)
    .map((part, at) => (at % 2 === 1 ? `<mark>${escaped(part)}</mark>` : escaped(part)))
    .join('');
  return `${from > 0 ? '…' : ''}${marked}${first + around.after < flat.length ? '…' : ''}`;
}

const literally = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Text as HTML, also within an attribute. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
