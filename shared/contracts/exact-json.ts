// Reads JSON without losing anything: a number that would change its value is refused. Without zod,
// because the console reads with it, too.

/** A number in a JSON text that JavaScript cannot represent exactly. */
export class InexactNumber extends Error {
  override readonly name = 'InexactNumber';
  /** Where the number is, as in `attributes.n` or `items[3].size`. */
  readonly path: string;

  constructor(path: string, source: string) {
    super(`the number ${source.slice(0, 40)} cannot be stored exactly; send it as a string`);
    this.path = path;
  }
}

/**
 * The value of a JSON text.
 * @throws SyntaxError when the text is not JSON; InexactNumber
 */
export function readExactJson(text: string): unknown {
  // Only a long number can change, and only then is the slower reader worth its time.
  if (!/\d{16}|\d[eE]\+?\d{3}/.test(text)) return JSON.parse(text);
  const value = JSON.parse(text, markLost);
  const lost = firstLost(value);
  if (!lost) return value;
  throw new InexactNumber(pathOf(lost.keys.reverse()), lost.source);
}

/** Takes the place of a number that cannot be represented. */
class Lost {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

function markLost(_key: string, value: unknown, { source = '' }: { source?: string } = {}) {
  if (typeof value !== 'number') return value;
  const isExact =
    Number.isFinite(value) && (!/^-?\d+$/.test(source) || BigInt(source) === BigInt(value));
  return isExact ? value : new Lost(source);
}

/** The keys that lead to the first lost number, the last key first. */
function firstLost(value: unknown): { keys: (string | number)[]; source: string } | undefined {
  if (value instanceof Lost) return { keys: [], source: value.source };
  if (typeof value !== 'object' || value === null) return undefined;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, inner] of entries) {
    const lost = firstLost(inner);
    lost?.keys.push(key);
    if (lost) return lost;
  }
  return undefined;
}

/** As zod writes paths, which all other errors have. */
function pathOf(keys: readonly (string | number)[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    if (/[^\w$]/.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
}
