// What is wrong with an event pattern, and where.

/** A part of a pattern is invalid or not supported; the message begins with its place. */
export class PatternError extends Error {
  override readonly name = 'PatternError';

  constructor(place: string, what: string) {
    super(place === '' ? what : `${place}: ${what}`);
  }
}

/** A value in a message, as in TypeScript: `'vendor'`, `['a', 1]`; a long one is cut. */
export function say(value: unknown): string {
  const text = written(value);
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
}

function written(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, each]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
    return `${key}: ${written(each)}`;
  });
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}';
}
