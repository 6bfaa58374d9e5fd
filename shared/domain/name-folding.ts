// Comparing names without regard to case: records by name, and roles by a prefix of their name.

/** Characters (code points) of a folded name that fit into an index key. */
const longestNameKey = 100;

/** The key of a record's name in the index by name: NFKC, lower case, at most 100 characters. */
export const nameKeyOf = (name: string): string =>
  [...name.normalize('NFKC').toLowerCase().normalize('NFKC')].slice(0, longestNameKey).join('');

/** Whether the name of a role starts with a prefix, in whatever case. */
export const roleNameStartsWith = (name: string, prefix: string): boolean =>
  name.toLowerCase().startsWith(prefix.toLowerCase());
