// Reads the paths that errors and histories use, such as `attributes["first name"]`.

const step = /(?:^|\.)([\w$]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g;

/** The names and indexes in a path, as texts. */
export const keysIn = (path: string): readonly string[] =>
  [...path.matchAll(step)].map(
    ([, name, index, quoted]) => name ?? index ?? JSON.parse(quoted ?? '""'),
  );
