// Comparing names: records in the index by name, and roles by a prefix of their name.
import { foldText } from '../text/fold-text.ts';

/** Characters (code points) of a folded name that fit into an index key. */
const longestNameKey = 100;

/** The key of a record's name in the index by name: as names are compared, at most 100 characters. */
export const nameKeyOf = (name: string): string =>
  [...foldText(name)].slice(0, longestNameKey).join('');

/** Whether a name starts with a prefix, as names are compared. */
export const nameStartsWith = (name: string, prefix: string): boolean =>
  foldText(name).startsWith(foldText(prefix));
