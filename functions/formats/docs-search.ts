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
  /** What else it is called, exactly: an operationId, a path, the label of a page. */
  readonly names?: readonly string[];
}

/** How many parts a page of results has. */
const mostFound = 30;

/** Characters of text before and after the first word that was found. */
const around = { before: 60, after: 140 } as const;

/** Words of the field that the pages do not use, and the words that they use. */
const synonyms: readonly (readonly [asked: string, used: string])[] = [
  ['rate limit', 'toomanyrequests'],
  ['pagination', 'pages cursor'],
  ['authentication', 'token'],
  ['sdk', 'client'],
  ['webhook', 'events'],
  ['versioning', 'deprecation'],
  ['soft delete', 'deactivate'],
];

const wordsOf = (query: string) => foldText(query).split(/\s+/).filter(Boolean).slice(0, 10);

/** The words that are asked for, and these words again for each synonym, with the synonym's words. */
function wordingsOf(query: string): readonly (readonly string[])[] {
  const words = wordsOf(query);
  const text = words.join(' ');
  const others = synonyms
    .map(([asked, used]) => text.replace(new RegExp(`(?<!\\S)${asked}s?(?!\\S)`), used))
    .filter((wording) => wording !== text);
  return [words, ...others.map(wordsOf)];
}

/** The parts that contain every word: first what is called so, then those with the words in their headings. */
export function foundIn(all: readonly Findable[], query: string): readonly Findable[] {
  const wordings = wordingsOf(query);
  return all
    .map((part) => ({ part, rank: Math.max(...wordings.map((words) => rankOf(part, words))) }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)
    .slice(0, mostFound)
    .map(({ part }) => part);
}

/** Higher than the rank of any words in a part that is called otherwise. */
const called = { page: 2000, part: 1000 } as const;

/** 0 if a word is missing. */
function rankOf({ page, anchor, heading, text, names = [] }: Findable, words: readonly string[]) {
  const [inPage, inHeading, inText, ...inNames] = [page, heading, text, ...names].map(foldText) as [
    string,
    string,
    string,
    ...string[],
  ];
  const asked = words.join(' ');
  let rank = 0;
  if (inNames.includes(asked)) rank = called.page;
  else if (inHeading === asked) rank = anchor === '' ? called.page : called.part;
  if (rank > 0) return rank;
  const isMissing = (word: string) =>
    ![inHeading, inPage, inText].some((one) => one.includes(word));
  for (const given of words) {
    const word = isMissing(given) ? withoutPlural(given) : given;
    if (inHeading === word) rank += 20;
    else if (inHeading.includes(word)) rank += 10;
    else if (inPage.includes(word)) rank += 3;
    else if (!inText.includes(word)) return 0;
    rank += inText.split(/[^\w-]+/).includes(word) ? 2 : 1;
  }
  return rank;
}

const withoutPlural = (word: string) => word.replace(/(?<=\w{3})s$/, '');

/** The results as HTML. */
export function foundHtml(found: readonly Findable[], query: string): string {
  if (found.length === 0) {
    return `<p>Nothing contains “${escaped(query)}”. Try fewer or shorter words, or <a href="/docs/search">see everything</a>.</p>`;
  }
  // The longer word first: the end of a plural is marked too, where there is one.
  const words = wordingsOf(query)
    .flat()
    .flatMap((word) => [word, withoutPlural(word)]);
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
