// Reading JSON without losing anything: a number that would come back as another one is refused.
// From the core's own module: `z.core` would bring every language of zod into the bundles.
import { toDotPath } from 'zod/v4/core';
import { Refusal } from './error-codes.ts';

/**
 * The value of a JSON text.
 * @throws SyntaxError when it is none; Refusal ValidationFailed for a number that cannot be kept
 */
export function readJson(text: string): unknown {
  // Only a long number can be lost, and only then is the slower reader worth its time.
  if (!/\d{16}|\d[eE]\+?\d{3}/.test(text)) return JSON.parse(text);
  const value = JSON.parse(text, markLost);
  const lost = firstLost(value);
  if (!lost) return value;
  throw Refusal.at(
    toDotPath(lost.keys.reverse()),
    'ValidationFailed',
    `the number ${lost.source.slice(0, 40)} cannot be stored exactly; send it as a string`,
  );
}

/** Stands where a number was that cannot be kept. */
class Lost {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

function markLost(_key: string, value: unknown, { source = '' }: { source?: string } = {}) {
  if (typeof value !== 'number') return value;
  const isKept =
    Number.isFinite(value) && (!/^-?\d+$/.test(source) || BigInt(source) === BigInt(value));
  return isKept ? value : new Lost(source);
}

/** The keys that lead to it, the last one first. */
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
