// The words of names, by which records are searched: each word of a query is the beginning of a word of the
// name, in any order.
import { foldText } from '../text/fold-text.ts';

/** Characters (code points) of a word that fit into a key. */
export const longestWordKey = 60;

/** A letter or digit after punctuation, where a word begins inside another one. */
const innerBeginning = /(?<=[\p{P}\p{S}])[\p{L}\p{N}]/gu;

/**
 * The words of a name, in the form in which texts are compared, each once. A word begins at the start, after white
 * space, or at a letter or digit after punctuation, and ends at white space: `Smith-Jones` has the words
 * `smith-jones` and `jones`.
 */
export function wordsOf(name: string): string[] {
  const words = tokensOf(name).flatMap((token) => [
    token,
    ...[...token.matchAll(innerBeginning)].map(({ index }) => token.slice(index)),
  ]);
  return [...new Set(words)];
}

/** The words of a name as keys: at most 60 characters of each. */
export const wordKeysOf = (name: string): string[] => [...new Set(wordsOf(name).map(cut))];

const tokensOf = (text: string) => foldText(text).split(/\s+/).filter(Boolean);

const cut = (word: string) =>
  word.length <= longestWordKey ? word : [...word].slice(0, longestWordKey).join('');

/** A search for names, by its words. */
export class NameSearch {
  readonly #words: readonly string[];
  /** The beginning that keys of words must have: the longest word of the query, which fewest names have. */
  readonly prefix: string;

  /** @param text not blank */
  constructor(text: string) {
    this.#words = tokensOf(text);
    const [longest = ''] = [...this.#words].sort((one, other) => other.length - one.length);
    this.prefix = cut(longest);
  }

  /** Whether each word of the query is the beginning of a word of the name. */
  matches(name: string): boolean {
    const words = wordsOf(name);
    return this.#words.every((wanted) => words.some((word) => word.startsWith(wanted)));
  }

  /**
   * Whether a matching name is shown at this key: at one of those of its keys that begin with the prefix, so that
   * a list of keys shows it once.
   */
  isShownAt(key: string, name: string): boolean {
    const [first] = wordKeysOf(name)
      .filter((one) => one.startsWith(this.prefix))
      .sort();
    return first === key && this.matches(name);
  }
}
