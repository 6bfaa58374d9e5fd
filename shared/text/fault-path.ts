// The path of a field in messages: `record1.id`, `items[3].name`, `attributes["first name"]`.

/** The longest path in a message, in UTF-16 units. */
const longestPath = 300;

/** The keys and indexes that lead to a value, as one text; a very long one is cut in the middle. */
export function faultPath(keys: readonly PropertyKey[]): string {
  const path = keys.reduce<string>((before, key) => {
    if (typeof key === 'number') return `${before}[${key}]`;
    const name = String(key);
    if (/^[\w$]+$/.test(name)) return before === '' ? name : `${before}.${name}`;
    return `${before}[${JSON.stringify(name)}]`;
  }, '');
  if (path.length <= longestPath) return path;
  const half = longestPath / 2;
  return `${path.slice(0, half)}…${path.slice(-half)}`.toWellFormed();
}
