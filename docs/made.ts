// The parts of the documentation that are made from code: which page has which.
import { accessPatterns } from './access-patterns.ts';
import { costs } from './costs.ts';

const begin = '<!-- made by npm run docs -->';
const end = '<!-- end -->';

/** What makes the part between the marks, by page. */
export const madeParts: Readonly<Record<string, () => string>> = {
  'table.md': accessPatterns,
  'performance.md': costs,
};

/** The page with what is between the two marks made anew. @throws when a mark is missing */
export function withMadePart(page: string, made: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page needs ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${made}\n\n${page.slice(to)}`;
}
